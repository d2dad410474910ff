import Numerics
import Primitives

/// Gives each numeric column a normal distribution by way of its ranks.
struct QuantileNormal: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "quantile-normal", family: "preprocessing",
        summary: "Map numbers to normal quantiles by their rank among the training rows.",
        formula: "Φ⁻¹(F(x)), F piecewise linear through the training quantiles, within [10⁻⁷, 1 − 10⁻⁷]; "
            + "0 where all training values are equal",
        citations: [
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, QuantileTransformer "
                + "(output_distribution: normal)",
            "Beasley, Erickson & Allison 2009, Rank-based inverse normal transformations are increasingly used, "
                + "but are they merited?, Behavior Genetics 39",
            "Wichura 1988, Algorithm AS 241, Applied Statistics 37(3) (Φ⁻¹)",
        ],
        parameters: [
            PreprocessingParameters.columns("numeric columns not scaled yet, that is"),
            .init(
                "quantiles", .integer(2...100_000), default: .integer(1000),
                "How many quantiles F goes through; at most the number of training rows."),
        ],
        remarks: [
            "Values beyond the training ones become ±5.2, as the extreme training values do.",
            "scikit-learn gives a column of equal values −5.2, and moves every value within 10⁻⁷ of an extreme "
                + "one onto it; here these are the extreme values alone.",
        ])

    /// scikit-learn's bound on the probabilities, with the last place that it takes off.
    static let bound = 1e-7 - 0x1p-52

    private let columns: StepColumns
    private let count: Int

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        count = arguments.integer("quantiles")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        let count = max(2, min(count, training.rows.count))
        let levels = (0..<count).map { Double($0) / Double(count - 1) }
        var quantiles: [Int: [Double]] = [:]
        for index in try columns.numeric(of: training, unscaled: true, step: "quantile-normal") {
            let values = Quantiles(of: training.numbers(of: index))
            quantiles[index] = levels.map { values($0) }
        }
        return Fitted(levels: levels, quantiles: quantiles)
    }

    private struct Fitted: FittedStep {
        let levels: [Double]
        /// The training quantiles at `levels`, by the index of the column.
        let quantiles: [Int: [Double]]

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let known = quantiles[index] else { continue }
                let isConstant = known.first == known.last
                try table.transformNumbers(of: index) { number in
                    guard !isConstant else { return 0 }
                    let probability = min(max(rank(number, in: known), bound), 1 - bound)
                    return DeterministicMath.normalQuantile(probability)
                }
                table.columns[index].isScaled = true
                table.columns[index].isImputedByMean = false
            }
        }

        /// F at `number`; of a run of equal quantiles, midway between its ends.
        private func rank(_ number: Double, in known: [Double]) -> Double {
            if number <= known[0] { return 0 }
            if number >= known[known.count - 1] { return 1 }
            // The first quantile that is not below the number, and the first above it.
            let first = Self.partition(known) { $0 >= number }
            let above = Self.partition(known) { $0 > number }
            if first < above { return 0.5 * (levels[first] + levels[above - 1]) }
            let (low, high) = (known[first - 1], known[first])
            let slope = (levels[first] - levels[first - 1]) / (high - low)
            return slope * (number - low) + levels[first - 1]
        }

        /// The first index at which `holds`, which is false before some index and true from there on.
        private static func partition(_ values: [Double], where holds: (Double) -> Bool) -> Int {
            var (low, high) = (0, values.count)
            while low < high {
                let middle = (low + high) / 2
                if holds(values[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }

        func notes(held: FeatureTable) -> [String] {
            let constant = held.columns.indices.filter { quantiles[$0].map { $0.first == $0.last } ?? false }
            guard !constant.isEmpty else { return [] }
            return ["the same value in every training row, encoded as 0: " + held.names(of: constant)]
        }
    }
}
