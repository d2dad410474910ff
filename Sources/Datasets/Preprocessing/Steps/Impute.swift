import Numerics
import Primitives

/// Fills missing cells.
struct Impute: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "impute", family: "preprocessing",
        summary: "Fill missing numbers with a statistic of the training rows, and tell where they were.",
        formula: "x ← x where present, else mean, median, mode or a constant; indicator = [x was missing]",
        citations: [
            "Little & Rubin 2019, Statistical Analysis with Missing Data, 3rd ed., ch. 4",
            "Le Morvan et al. 2021, What's a good imputation to predict with missing values?, NeurIPS "
                + "(indicators)",
        ],
        parameters: [
            PreprocessingParameters.columns("numeric"),
            .init(
                "strategy", .choice(["mean", "median", "mode", "constant", "zero"]), default: .text("mean"),
                "What fills a cell; of several modes, the smallest."),
            .init("value", .real(.all), default: .real(0), "What fills a cell with strategy: constant."),
            .init(
                "indicator", .choice(["auto", "yes", "no"]), default: .text("auto"),
                "Whether an input tells where cells were missing; auto: where training rows miss some."),
        ])

    private let columns: StepColumns
    private let strategy: String
    private let value: Double
    private let indicator: String

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        strategy = arguments.text("strategy")
        value = arguments.real("value")
        indicator = arguments.text("indicator")
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var fills: [Int: Fitted.Fill] = [:]
        for index in try columns.numeric(of: training, unscaled: false, step: "impute") {
            guard case .numeric(let numbers) = training.columns[index].cells else { continue }
            let present = numbers.filter { !$0.isNaN }
            let hasMissing = present.count < numbers.count
            fills[index] = Fitted.Fill(
                value: fill(present),
                hasIndicator: indicator == "yes" || (indicator == "auto" && hasMissing),
                isMean: strategy == "mean")
        }
        return Fitted(fills: fills)
    }

    private func fill(_ present: [Double]) -> Double {
        switch strategy {
        case "constant": return value
        case "mean": return NumericScale(fitting: present).mean
        case _ where present.isEmpty: return 0
        case "median":
            let sorted = present.sorted()
            let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
            // Halves first, so that the sum of two huge numbers stays finite; the same where they are equal.
            return low == high ? low : low / 2 + high / 2
        case "mode":
            var best = (value: 0.0, count: 0)
            var run = (value: Double.nan, count: 0)
            for number in present.sorted() {
                run = number == run.value ? (number, run.count + 1) : (number, 1)
                if run.count > best.count { best = run }
            }
            return best.value
        default: return 0
        }
    }

    private struct Fitted: FittedStep {
        struct Fill: Sendable {
            let value: Double
            let hasIndicator: Bool
            let isMean: Bool
        }

        /// By the index of the column.
        let fills: [Int: Fill]

        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard let fill = fills[index], case .numeric(var numbers) = table.columns[index].cells else {
                    continue
                }
                // A second imputation finds nothing missing; the cells that the first one filled stay told.
                if fill.hasIndicator { table.columns[index].hasIndicator = true }
                guard numbers.contains(where: \.isNaN) else { continue }
                table.columns[index].imputed = numbers.map(\.isNaN)
                table.columns[index].isImputedByMean = fill.isMean
                for row in numbers.indices where numbers[row].isNaN { numbers[row] = fill.value }
                table.columns[index].cells = .numeric(numbers)
            }
        }
    }
}
