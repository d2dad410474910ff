import TensorCore

/// Whole numbers drawn within a step.
enum RandomChoice {
    /// The whole part of numbers from 0 on, at most `count` − 1.
    static func wholePart(_ x: Tensor, below count: Int) -> Tensor {
        x.graph.constant((0..<count).map(Float.init), [count]).gatheringRows(x)
    }

    /// A whole number below `count` for each uniform.
    static func integer(_ uniform: Tensor, below count: Int) -> Tensor {
        wholePart(uniform * Float(count), below: count)
    }

    /// A column for every uniform (rows × 1), drawn in proportion to the weights of its row.
    ///
    /// `weights` is rows × columns, or 1 × columns for all rows; where they are all 0, the last column.
    static func column(_ uniform: Tensor, weights: Tensor) -> Tensor {
        let (rows, count) = (uniform.shape[0], weights.shape[1])
        let upTo = weights.graph.constant(
            (0..<count).flatMap { i in (0..<count).map { i <= $0 ? 1 : 0 } }, [count, count])
        let sums = matmul(weights, upTo)
        // A little less than the uniform: rounding must not reach past the last column that has a weight.
        let position = uniform * (1 - 0x1p-22) * sums.slice(axis: 1, from: count - 1, count: 1)
        let passed = 1 - (sums .> position)
        return passed.broadcast(to: [rows, count]).sumOverLastAxis().reshaped([rows])
    }
}
