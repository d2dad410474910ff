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
