import Numerics
import Primitives

/// Scales numbers by statistics that outliers hardly move.
struct Robust: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "robust", family: "preprocessing",
        summary:
            "Subtract the median of the training rows and divide by a range between two of their quantiles.",
        formula: "(x − median)/(Q(upper) − Q(lower)); 0 where all training values are equal",
        citations: [
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, RobustScaler",
            "Hyndman & Fan 1996, Sample quantiles in statistical packages, definition 7 (the quantiles)",
        ],
        parameters: [
            PreprocessingParameters.columns("numeric columns not scaled yet, that is"),
            .init("lower", .real(.halfOpen(0, 1)), default: .real(0.25), "The level of the lower quantile."),
            .init(
                "upper", .real(.openClosed(0, 1)), default: .real(0.75),
                "The level of the upper quantile; above lower."),
            .init(
                "unit_variance", .boolean, default: .boolean(false),
                "Whether the range counts in units of that of a standard normal, so that normal data get variance 1."
            ),
        ],
        remarks: ["Where the two quantiles are equal but not all values are, the median alone is subtracted."]
    )

    private let columns: StepColumns
    private let lower: Double
    private let upper: Double
    private let normalRange: Double

    init(arguments: Arguments) throws(BenchError) {
        columns = StepColumns(arguments)
        lower = arguments.real("lower")
        upper = arguments.real("upper")
        guard lower < upper else {
            throw BenchError(
                .usage,
                "robust: lower \(JSONValue.canonicalNumber(lower)) is not below upper "
                    + JSONValue.canonicalNumber(upper), remedy: "set lower: 0.25, upper: 0.75")
        }
        guard arguments.boolean("unit_variance") else {
            normalRange = 1
            return
        }
        guard lower > 0, upper < 1 else {
            throw BenchError(
                .usage, "robust: unit_variance needs quantiles inside (0, 1)",
                remedy: "set lower above 0 and upper below 1")
        }
        normalRange = DeterministicMath.normalQuantile(upper) - DeterministicMath.normalQuantile(lower)
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var scales: [Int: Fitted.Scale] = [:]
        for index in try columns.numeric(of: training, unscaled: true, step: "robust") {
            let quantiles = Quantiles(of: training.numbers(of: index))
            let range = (quantiles(upper) - quantiles(lower)) / normalRange
            scales[index] = Fitted.Scale(
                median: quantiles(0.5), range: range == 0 ? 1 : range,
                isConstant: quantiles.sorted.first == quantiles.sorted.last)
        }
        return Fitted(scales: scales)
    }

    private struct Fitted: FittedStep {
        struct Scale: Sendable {
            let median: Double
            let range: Double
            let isConstant: Bool
        }

        /// By the index of the column.
        let scales: [Int: Scale]

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let scale = scales[index] else { continue }
                try table.transformNumbers(of: index) { number in
                    scale.isConstant ? 0 : (number - scale.median) / scale.range
                }
                table.columns[index].isScaled = true
            }
        }

        func notes(held: FeatureTable) -> [String] {
            let constant = held.columns.indices.filter { scales[$0]?.isConstant ?? false }
            guard !constant.isEmpty else { return [] }
            return ["the same value in every training row, encoded as 0: " + held.names(of: constant)]
        }
    }
}
