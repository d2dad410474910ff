import Primitives
import TensorCore
import Training

/// Matrices with their singular values replaced by 1, by iterations of matrix products.
enum Orthogonalization {
    /// X ← a X + b (XXᵀ) X + c (XXᵀ)² X, `iterations` times; on the shorter side.
    private static func newtonSchulz(
        from start: Tensor, iterations: Int, _ a: Float, _ b: Float, _ c: Float
    ) -> Tensor {
        let isTall = start.shape[0] > start.shape[1]
        var x = start
        for _ in 0..<iterations {
            let gram = matmul(x, x, transposeA: isTall, transposeB: !isTall)
            let polynomial = b * gram + c * matmul(gram, gram)
            x = a * x + (isTall ? matmul(x, polynomial) : matmul(polynomial, x))
        }
        return x
    }

    /// Muon's five iterations, whose coefficients are as steep at 0 as they can be: singular values of about 0.7 to 1.2.
    static func rough(_ matrix: Tensor, iterations: Int) -> Tensor {
        newtonSchulz(
            from: matrix / (matrix.euclideanNorm() + 1e-7), iterations: iterations, 3.4445, -4.7750, 2.0315)
    }

    /// The polar factor, by the quintic iteration that converges.
    ///
    /// After k iterations singular values above about 1.875^−k of the Frobenius norm are 1; what is 0 stays 0.
    static func polar(_ matrix: Tensor, iterations: Int) -> Tensor {
        newtonSchulz(
            from: matrix / GradientScale.divisor(matrix), iterations: iterations, 1.875, -1.25, 0.375)
    }

    /// Whether a tensor is a weight matrix or kernel.
    static func isMatrix(_ specification: ParameterSpecification) -> Bool {
        specification.role == .weight && specification.shape.rank > 1
    }
}
