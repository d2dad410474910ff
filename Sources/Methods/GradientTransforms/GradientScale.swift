import TensorCore

/// Norms of gradients, and factors that bring them to where they should be.
enum GradientScale {
    /// min(1, limit / norm).
    static func limit(_ norm: Tensor, _ limit: Tensor) -> Tensor {
        select(norm .> limit, limit / norm, norm.graph.scalar(1))
    }

    /// √Σx² for division by it: right also where the squares of small elements would vanish, and never 0.
    static func divisor(_ x: Tensor) -> Tensor {
        let least = x.graph.scalar(.leastNormalMagnitude)
        let largest = maximum(x.absolute().maximum(over: Array(0..<x.shape.rank)), least)
        return maximum(largest * (x / largest).euclideanNorm(), least)
    }
}
