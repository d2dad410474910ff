import Primitives
import TensorCore
import Training

/// Draws for columns of a dataset, whose neighbouring inputs belong together.
enum ColumnDraws {
    /// What is drawn per column (rows × columns), for each of its inputs: rows × inputs.
    static func perInput(_ draws: Tensor, _ layout: InputLayout) -> Tensor {
        if layout.columns.count == layout.width { return draws }
        let numbers = layout.columns.enumerated().flatMap { index, column in
            [Float](repeating: Float(index), count: column.width)
        }
        return draws.transposed().gatheringRows(draws.graph.constant(numbers, [layout.width])).transposed()
    }
}
