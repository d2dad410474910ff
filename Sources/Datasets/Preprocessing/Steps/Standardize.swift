import Primitives

/// Scales numbers to mean 0 and standard deviation 1.
struct Standardize: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "standardize", family: "preprocessing",
        summary: "Scale numbers to mean 0 and population standard deviation 1 over the training rows.",
        formula: "z = (x − mean)/sd; 0 where all training values are equal",
        citations: ["Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, sec. 11.5.3"],
        parameters: [PreprocessingParameters.columns("numeric columns not scaled yet, that is")])

    private let columns: StepColumns

    init(arguments: Arguments) { columns = StepColumns(arguments) }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var scales: [Int: NumericScale] = [:]
        for index in try columns.numeric(of: training, unscaled: true, step: "standardize") {
            let column = training.columns[index]
            guard case .numeric(var numbers) = column.cells else { continue }
            // A cell that was filled with the mean moves neither the mean nor the sum of squares. Left out, it
            // does not round them either; it still counts as a row.
            if column.isImputedByMean, let imputed = column.imputed {
                for row in numbers.indices where imputed[row] { numbers[row] = .nan }
            }
            scales[index] = NumericScale(fitting: numbers)
        }
        return Fitted(scales: scales)
    }

    private struct Fitted: FittedStep {
        /// By the index of the column.
        let scales: [Int: NumericScale]

        func apply(to table: inout FeatureTable) throws(BenchError) {
            for index in table.columns.indices {
                guard let scale = scales[index], case .numeric(var numbers) = table.columns[index].cells
                else {
                    continue
                }
                for row in numbers.indices where !numbers[row].isNaN {
                    guard let result = scale.standardised(numbers[row]) else {
                        throw table.unusable(
                            numbers[row], in: table.columns[index].name, row: row,
                            "is too far from the training rows to be standardised")
                    }
                    numbers[row] = Double(result)
                }
                table.columns[index].cells = .numeric(numbers)
                table.columns[index].isScaled = true
            }
        }

        func notes(held: FeatureTable) -> [String] {
            let constant = held.columns.indices.filter { scales[$0]?.standardDeviation == 0 }
                .map { "\"\(held.columns[$0].name)\"" }
            guard !constant.isEmpty else { return [] }
            return ["the same value in every training row, encoded as 0: " + constant.joined(separator: ", ")]
        }
    }
}
