import Numerics
import Primitives

/// Scales numbers to an interval.
struct MinMax: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "min-max", family: "preprocessing",
        summary: "Scale numbers so that the training rows fill an interval.",
        formula: "low + (high − low)(x − min)/(max − min); low where all training values are equal",
        citations: ["Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, MinMaxScaler"],
        parameters: [
            PreprocessingParameters.columns("numeric columns not scaled yet, that is"),
            .init("low", .real(.all), default: .real(0), "The image of the least training value."),
            .init(
                "high", .real(.all), default: .real(1), "The image of the greatest training value; above low."
            ),
            .init(
                "clip", .boolean, default: .boolean(false),
                "Whether validation and test values beyond the training ones become low or high."),
        ])

    private let columns: StepColumns
    private let low: Double
    private let high: Double
    private let isClipped: Bool

    init(arguments: Arguments) throws(BenchError) {
        columns = StepColumns(arguments)
        low = arguments.real("low")
        high = arguments.real("high")
        isClipped = arguments.boolean("clip")
        guard low < high else {
            throw BenchError(
                .usage,
                "min-max: low \(JSONValue.canonicalNumber(low)) is not below high "
                    + JSONValue.canonicalNumber(high), remedy: "give an interval, such as low: -1, high: 1")
        }
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var ranges: [Int: (Double, Double)] = [:]
        for index in try columns.numeric(of: training, unscaled: true, step: "min-max") {
            let present = training.numbers(of: index).filter { !$0.isNaN }
            ranges[index] = (present.min() ?? 0, present.max() ?? 0)
        }
        return Fitted(ranges: ranges, low: low, high: high, isClipped: isClipped)
    }

    private struct Fitted: FittedStep {
        /// Least and greatest training value, by the index of the column.
        let ranges: [Int: (Double, Double)]
        let low: Double
        let high: Double
        let isClipped: Bool

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let (least, greatest) = ranges[index] else { continue }
                // Quarters keep differences of huge numbers finite and change no bit of ordinary ones.
                let unit = max(abs(least), abs(greatest)) > 0x1p1000 ? 0.25 : 1
                let span = greatest * unit - least * unit
                try table.transformNumbers(of: index) { number in
                    guard least < greatest else { return low }
                    let share = (number * unit - least * unit) / span
                    let value = low + (high - low) * share
                    return isClipped ? min(max(value, low), high) : value
                }
                table.columns[index].isScaled = true
            }
        }

        func notes(held: FeatureTable) -> [String] {
            let constant = held.columns.indices.filter { index in ranges[index].map { $0.0 == $0.1 } ?? false
            }
            guard !constant.isEmpty else { return [] }
            return [
                "the same value in every training row, encoded as \(JSONValue.canonicalNumber(low)): "
                    + held.names(of: constant)
            ]
        }
    }
}
