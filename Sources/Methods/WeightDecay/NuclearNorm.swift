import Primitives
import TensorCore
import Training

/// The sum of the singular values of every weight, added to the objective.
struct NuclearNorm: Penalty {
    static let declaration = ComponentDeclaration(
        id: "nuclear-norm", family: "weight decay",
        summary: "Adds the sum of the weights' singular values to the loss.",
        formula: "L + λ Σ_l ‖W_l‖_*,  ‖W‖_* = ⟨W, P⟩, P the polar factor of W; ∂‖W‖_*/∂W = P",
        citations: [
            "Fazel, Hindi & Boyd 2001, A rank minimization heuristic with application to minimum order system "
                + "approximation",
            "Watson 1992, Characterization of the subdifferential of some matrix norms",
            "Björck & Bowie 1971, An iterative algorithm for computing the best estimate of an orthogonal matrix",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "iterations", .integer(1...100), default: .integer(20),
                "Newton-Schulz steps towards the polar factor."),
        ],
        seams: ["penalty"],
        purpose: "Weights of low rank.",
        remarks: [
            "The polar factor is the limit of X ← (3 X − X XᵀX)/2 from W/‖W‖_F: a singular value s of the start grows by "
                + "half per step while it is small and converges quadratically at 1. After 20 steps values down to "
                + "1/1000 of ‖W‖_F are counted fully, smaller ones in part: a smoothed rank.",
            "Kernels are taken as matrices of window and input channels × output channels.",
            "Every Newton-Schulz step costs two products of the size of the weight by its smaller side.",
        ])

    private let iterations: Int

    init(arguments: Arguments) { iterations = arguments.integer("iterations") }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let norm = context.sumOverMatrices(of: parameters) { ($0.matrix * polarFactor(of: $0.matrix)).sum() }
        return context.hyperparameter("strength") * norm
    }

    /// U Vᵀ of the singular value decomposition U S Vᵀ, through which no gradient flows; 0 of 0.
    func polarFactor(of matrix: Tensor) -> Tensor {
        let fixed = matrix.stoppingGradient()
        var x = fixed / PenaltyAlgebra.divisor(fixed.euclideanNorm())
        let isTall = matrix.shape[0] > matrix.shape[1]
        for _ in 0..<iterations {
            let cubic =
                isTall
                ? matmul(x, matmul(x, x, transposeA: true)) : matmul(matmul(x, x, transposeB: true), x)
            x = 1.5 * x - 0.5 * cubic
        }
        return x.stoppingGradient()
    }
}
