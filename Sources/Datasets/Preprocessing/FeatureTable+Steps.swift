import Primitives

extension FeatureTable {
    /// Replaces the present numbers of the column `index` by what `transform` makes of them.
    ///
    /// Throws (exit code `data`) for a number whose image is not finite.
    mutating func transformNumbers(of index: Int, _ transform: (Double) -> Double) throws(BenchError) {
        guard case .numeric(var numbers) = columns[index].cells else { return }
        for row in numbers.indices where !numbers[row].isNaN {
            let result = transform(numbers[row])
            guard result.isFinite else {
                throw unusable(
                    numbers[row], in: columns[index].name, row: row,
                    "is too far from the training rows to be transformed")
            }
            numbers[row] = result
        }
        columns[index].cells = .numeric(numbers)
    }

    /// The numbers of the column `index`; none where it is not numeric.
    func numbers(of index: Int) -> [Double] {
        if case .numeric(let numbers) = columns[index].cells { numbers } else { [] }
    }

    /// The names of columns in quotation marks, for messages.
    func names(of indices: some Sequence<Int>) -> String {
        indices.map { "\"\(columns[$0].name)\"" }.joined(separator: ", ")
    }

    /// The error that a row has a level that no training row has.
    func unseenLevel(_ level: String, in index: Int, row: Int, remedy: String) -> BenchError {
        BenchError(
            .data,
            "dataset \"\(dataset)\": column \"\(columns[index].name)\", data row \(rows[row] + 1): "
                + "the level \"\(level)\" is in no training row",
            remedy: remedy)
    }
}
