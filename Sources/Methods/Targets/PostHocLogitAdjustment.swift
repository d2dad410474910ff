import Primitives
import TensorCore
import Training

/// Logits shifted by the logarithm of the class shares after training.
struct PostHocLogitAdjustment: OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "post-hoc-logit-adjustment", family: "targets",
        summary: "Takes the logarithm of each class's share from its logit in evaluation.",
        formula: "z ← z − τ log π,  π_k the share of class k in the training targets",
        citations: [
            "Menon, Jayasumana, Rawat, Jain, Veit & Kumar 2021, Long-tail learning via logit adjustment, eq. 9"
        ],
        parameters: [
            .hyperparameter(
                "tau", symbol: "τ", in: .nonNegative, default: 1, neutral: 0,
                "How much of the class shares is taken out; 1 aims at the balanced error.")
        ],
        seams: ["outputs"],
        purpose: "Class imbalance, without training anew.",
        remarks: [
            "Training is the baseline's; only what is evaluated changes. Together with logit-adjustment it acts twice.",
            "An absent class counts as one of one row.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor { inner(inputs) - context.hyperparameter("tau") * context.logClassShares }
}
