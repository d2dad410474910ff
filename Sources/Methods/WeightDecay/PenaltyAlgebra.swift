import Primitives
import TensorCore
import Training

/// What several penalties and proximal steps share.
enum PenaltyAlgebra {
    /// √x of sums of squares, with the gradient 0 where x is 0.
    static func root(_ squares: Tensor) -> Tensor {
        let zero = squares.graph.scalar(0)
        let isPositive = squares .> zero
        let root = select(isPositive, squares, squares.graph.scalar(1)).squareRoot()
        return select(isPositive, root, zero)
    }

    /// The larger of x and the smallest normal number: a divisor for what is 0 where x is.
    static func divisor(_ x: Tensor) -> Tensor {
        maximum(x, x.graph.constant([.leastNormalMagnitude], []))
    }

    /// sign(x) · max(|x| − threshold, 0): the proximal map of threshold · |x|; NaN stays NaN.
    static func softThreshold(_ x: Tensor, _ threshold: Tensor) -> Tensor {
        x - minimum(maximum(x, -threshold), threshold)
    }

    /// x where it is above 0, else 1: a divisor for what is 0 where x is, through which gradients stay finite.
    static func nonZero(_ x: Tensor) -> Tensor { select(x .> x.graph.scalar(0), x, x.graph.scalar(1)) }

    /// 0, 1, 2, …, as a row.
    static func numbers(_ count: Int, _ graph: Graph) -> Tensor {
        graph.constant((0..<count).map { Float($0) }, [1, count])
    }

    /// The unit matrix, compared rather than stored: hashing a large constant takes time.
    static func identity(_ count: Int, _ graph: Graph) -> Tensor {
        let column = numbers(count, graph)
        return column.reshaped([count, 1]) .== column
    }

    /// The Gram matrix of the columns less the unit matrix: WᵀW − I.
    static func columnDefect(_ matrix: Tensor) -> Tensor {
        matmul(matrix, matrix, transposeA: true) - identity(matrix.shape[1], matrix.graph)
    }

    /// The Gram matrix of the rows less the unit matrix: WWᵀ − I.
    static func rowDefect(_ matrix: Tensor) -> Tensor {
        matmul(matrix, matrix, transposeB: true) - identity(matrix.shape[0], matrix.graph)
    }
}

extension MethodContext {
    /// The sum of a scalar of every weight, taken as fan-in × outputs; nil leaves a weight out.
    func sumOverMatrices(of flat: Tensor, _ term: (LayoutTensor) -> Tensor?) -> Tensor {
        let terms = weights(of: flat).compactMap(term)
        guard let first = terms.first else { return graph.scalar(0) }
        return terms.dropFirst().reduce(first, +)
    }
}
