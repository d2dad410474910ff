import Numerics
import Primitives

/// Holds numbers between two quantiles of the training rows.
struct Clip: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "clip", family: "preprocessing",
        summary: "Hold numbers between two quantiles of the training rows (winsorise them).",
        formula: "min(max(x, Q(lower)), Q(upper))",
        citations: [
            "Dixon & Yuen 1974, Trimming and winsorization: a review, Statistische Hefte 15",
            "Hyndman & Fan 1996, Sample quantiles in statistical packages, definition 7 (the quantiles)",
        ],
        parameters: [
            PreprocessingParameters.columns("numeric columns not scaled yet, that is"),
            .init("lower", .real(.closed(0, 1)), default: .real(0.01), "The level of the lower quantile."),
            .init(
                "upper", .real(.closed(0, 1)), default: .real(0.99),
                "The level of the upper quantile; not below lower."),
        ],
        remarks: ["It does not scale: another step can follow."])

    private let columns: StepColumns
    private let lower: Double
    private let upper: Double

    init(arguments: Arguments) throws(BenchError) {
        columns = StepColumns(arguments)
        lower = arguments.real("lower")
        upper = arguments.real("upper")
        guard lower <= upper else {
            throw BenchError(
                .usage,
                "clip: lower \(JSONValue.canonicalNumber(lower)) is above upper "
                    + JSONValue.canonicalNumber(upper), remedy: "set lower: 0.01, upper: 0.99")
        }
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var bounds: [Int: (Double, Double)] = [:]
        for index in try columns.numeric(of: training, unscaled: true, step: "clip") {
            let quantiles = Quantiles(of: training.numbers(of: index))
            guard !quantiles.sorted.isEmpty else { continue }
            bounds[index] = (quantiles(lower), quantiles(upper))
        }
        return Fitted(bounds: bounds)
    }

    private struct Fitted: FittedStep {
        /// By the index of the column.
        let bounds: [Int: (Double, Double)]

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let (low, high) = bounds[index] else { continue }
                try table.transformNumbers(of: index) { min(max($0, low), high) }
                // A filled cell stays where it was while the mean of the others may have moved.
                table.columns[index].isImputedByMean = false
            }
        }
    }
}
