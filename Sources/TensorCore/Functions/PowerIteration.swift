/// The largest singular value of a matrix, and the vectors that belong to it.
public struct SpectralEstimate {
    /// uᵀ W v; its derivative by W is u vᵀ.
    public let norm: Tensor
    /// u, of as many elements as the matrix has rows; no gradient flows through it.
    public let left: Tensor
    /// v, of as many elements as the matrix has columns; no gradient flows through it.
    public let right: Tensor
}

/// The spectral norm of a matrix by power iteration (Miyato, Kataoka, Koyama and Yoshida 2018, "Spectral
/// normalization for generative adversarial networks", algorithm 1).
///
/// v ← Wᵀu / (‖Wᵀu‖ + ε), u ← Wv / (‖Wv‖ + ε), `iterations` times from `start`, a vector of as many elements as
/// the matrix has rows. Kept as a state that is assigned `left`, one iteration a step follows slowly changing
/// weights. The error falls by the squared ratio of the second to the first singular value per iteration.
public func powerIteration(
    _ matrix: Tensor, start: Tensor, iterations: Int, epsilon: Float = 1e-12
) -> SpectralEstimate {
    precondition(matrix.shape.rank == 2 && iterations > 0, "a matrix and at least one iteration")
    precondition(start.shape.count == matrix.shape[0], "one element of the start per row of the matrix")
    let fixed = matrix.stoppingGradient()
    func unit(_ x: Tensor) -> Tensor { x * (1 / (x.euclideanNorm() + epsilon)) }
    var u = start.reshaped([1, matrix.shape[0]]).stoppingGradient()
    var v = u
    for _ in 0..<iterations {
        v = unit(matmul(u, fixed))
        u = unit(matmul(v, fixed, transposeB: true))
    }
    (u, v) = (u.stoppingGradient(), v.stoppingGradient())
    let norm = (u * matmul(v, matrix, transposeB: true)).sum()
    return SpectralEstimate(
        norm: norm, left: u.reshaped([matrix.shape[0]]), right: v.reshaped([matrix.shape[1]]))
}

/// The eigenvalue of largest magnitude of the Hessian of `scalar`, and its vectors, by power iteration.
///
/// v ← Hv / (‖Hv‖ + ε), `iterations` times from `start` (one tensor per variable, one norm over all of them);
/// then the eigenvalue is vᵀHv at unit v. Every iteration is a Hessian-vector product of its own in the program.
/// No gradient flows through the vectors; it does through the eigenvalue.
public func hessianPowerIteration(
    of scalar: Tensor, withRespectTo variables: [Tensor], start: [Tensor], iterations: Int,
    epsilon: Float = 1e-12
) -> (eigenvalue: Tensor, vectors: [Tensor]) {
    precondition(iterations > 0, "at least one iteration")
    func unit(_ x: [Tensor]) -> [Tensor] {
        let norm = x.dropFirst().reduce(x[0].squared().sum()) { $0 + $1.squared().sum() }.squareRoot()
        return x.map { ($0 * (1 / (norm + epsilon))).stoppingGradient() }
    }
    func product(_ v: [Tensor]) -> [Tensor] {
        hessianVectorProduct(of: scalar, withRespectTo: variables, along: v)
    }
    var v = unit(start)
    for _ in 0..<iterations { v = unit(product(v)) }
    return (frobeniusInnerProduct(v, product(v)), v)
}
