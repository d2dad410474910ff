import Primitives
import TensorCore
import Training

/// Logits shifted by the logarithm of the class shares inside the loss.
struct LogitAdjustment: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "logit-adjustment", family: "targets",
        summary: "Adds the logarithm of each class's share to its logit inside the loss.",
        formula: "L(z + τ log π, t),  π_k the share of class k in the training targets",
        citations: [
            "Menon, Jayasumana, Rawat, Jain, Veit & Kumar 2021, Long-tail learning via logit adjustment, eq. 10",
            "Ren, Yu, Sheng, Ma, Zhao, Yi & Li 2020, Balanced meta-softmax for long-tailed visual recognition, eq. 4",
        ],
        parameters: [
            .hyperparameter(
                "tau", symbol: "τ", in: .nonNegative, default: 1, neutral: 0,
                "How much of the class shares is taken out; 1 aims at the balanced error.")
        ],
        seams: ["loss"],
        purpose: "Class imbalance, when the error averaged over classes matters.",
        remarks: [
            "τ = 1 is the balanced softmax of Ren et al.",
            "In evaluation the outputs are the raw logits.",
            "An absent class counts as one of one row.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        inner(pass.with(outputs: pass.outputs + context.hyperparameter("tau") * context.logClassShares))
    }
}
