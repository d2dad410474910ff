import Primitives
import TensorCore
import Training

/// A penalty on the squared logits.
struct LogitPenalty: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "logit-penalty", family: "targets", summary: "Penalises the squared norm of the logits.",
        formula: "L + λ mean_i ‖z_i‖²",
        citations: [
            "Dauphin & Cubuk 2021, Deconstructing the regularization of BatchNorm, section 3 (functional L2)",
            "Kannan, Kurakin & Goodfellow 2018, Adversarial logit pairing, section 3 (logit squeezing)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0, "The penalty's weight.")
        ],
        seams: ["objective"],
        purpose: "Overconfidence; decay of the function rather than of the weights.",
        remarks: ["The default is a guess; Kannan et al. take the norm instead of its square."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength") * pass.meanOverRows(pass.outputs.squared())
    }
}

/// A penalty on the softmax's normaliser.
struct ZLoss: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "z-loss", family: "targets",
        summary: "Penalises the squared logarithm of the softmax's normaliser.",
        formula: "L + λ mean_i (log Z_i)²,  Z = Σ_k e^{z_k}",
        citations: [
            "Chowdhery et al. 2022, PaLM: scaling language modeling with pathways, section 5 (auxiliary loss)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight.")
        ],
        seams: ["objective"],
        purpose: "Keeps the logits from drifting all together, which the softmax does not see.",
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength") * pass.meanOverRows(pass.outputs.logSumExponentials().squared())
    }
}
