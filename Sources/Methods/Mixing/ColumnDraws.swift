import Primitives
import TensorCore
import Training

/// Draws for columns of a dataset, whose neighbouring inputs belong together.
enum ColumnDraws {
    /// Why the numbers of a batch cannot be told apart by an index, which is a float; nil where they can.
    static func refusal(in composition: Composition, numbersPerRow: Int) -> Diagnostic? {
        guard let rows = composition.batchRows, rows * numbersPerRow >= 1 << 24 else { return nil }
        return Diagnostic(
            "it takes single numbers out of a batch, of which \(rows) rows of \(numbersPerRow) are too many",
            remedy: "set a batch_size below \((1 << 24) / numbersPerRow)")
    }

    /// What is drawn per column (rows × columns), for each of its inputs: rows × inputs.
    static func perInput(_ draws: Tensor, _ layout: InputLayout) -> Tensor {
        if layout.columns.count == layout.width { return draws }
        let numbers = layout.columns.enumerated().flatMap { index, column in
            [Float](repeating: Float(index), count: column.width)
        }
        return draws.transposed().gatheringRows(draws.graph.constant(numbers, [layout.width])).transposed()
    }
}
