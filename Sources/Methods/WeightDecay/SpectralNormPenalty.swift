import Primitives
import TensorCore
import Training

/// A penalty on the squared largest singular values.
struct SpectralNormPenalty: Penalty {
    static let declaration = ComponentDeclaration(
        id: "spectral-norm-penalty", family: "weight decay",
        summary: "Adds half the squared spectral norm of every weight to the loss.",
        formula: "L + (λ/2) Σ_l σ₁(W_l)²",
        citations: [
            "Yoshida & Miyato 2017, Spectral norm regularization for improving the generalizability of deep learning, "
                + "eq. 3 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The penalty's weight."),
            SpectralNorms.iterations,
        ],
        seams: ["penalty"],
        purpose: "A network that is less sensitive to perturbations of its inputs.",
        remarks: ["Kernels are taken as matrices of window and input channels × output channels."])

    private let iterations: Int

    init(arguments: Arguments) { iterations = arguments.integer("iterations") }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let squares = context.sumOverMatrices(of: parameters) {
            SpectralNorms.norm($0, iterations, context).squared()
        }
        return context.hyperparameter("strength") * (0.5 * squares)
    }
}
