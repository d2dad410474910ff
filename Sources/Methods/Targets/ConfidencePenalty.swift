import Primitives
import TensorCore
import Training

/// A penalty on predictions of low entropy.
struct ConfidencePenalty: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "confidence-penalty", family: "targets",
        summary: "Takes the mean entropy of the predictions from the loss.",
        formula: "L − β mean_i H(p_i),  H(p) = −Σ_k p_k log p_k",
        citations: [
            "Pereyra, Tucker, Chorowski, Kaiser & Hinton 2017, Regularizing neural networks by penalizing confident "
                + "output distributions, section 3"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "β", in: .nonNegative, default: 0.1, neutral: 0, "The entropy's weight.")
        ],
        seams: ["objective"],
        purpose: "Overconfidence: label smoothing with the divergence turned round.",
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let logP = pass.logProbabilities
        return context.hyperparameter("strength") * pass.meanOverRows(logP.exponential() * logP)
    }
}
