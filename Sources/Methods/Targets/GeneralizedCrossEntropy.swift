import Primitives
import TensorCore
import Training

/// The negative Box-Cox transform of the probability: between cross-entropy and the mean absolute error.
struct GeneralizedCrossEntropy: RowLoss {
    static let declaration = ComponentDeclaration(
        id: "generalized-cross-entropy", family: "targets",
        summary: "Replaces the logarithm by a Box-Cox transform, which bounds what a wrong label costs.",
        formula: "Σ_k t_k (1 − p_k^q) / q",
        citations: [
            "Zhang & Sabuncu 2018, Generalized cross entropy loss for training deep neural networks with noisy labels, "
                + "eq. 6"
        ],
        parameters: [
            .hyperparameter(
                "q", symbol: "q", in: .closed(0, 1), default: 0.7, neutral: 0,
                "0 is cross-entropy, 1 half the mean absolute error.")
        ],
        seams: ["loss"],
        purpose: "Label noise: rows whose label the model does not believe have a small gradient.",
        exclusive: [TargetRole.rowLoss],
        remarks: [
            "The truncated form of the paper is not included.",
            "Soft targets: the expectation of the loss over classes.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let q = context.hyperparameter("q")
        return pass.targets * ((q * pass.logProbabilities).oneMinusExponential() / q)
    }
}
