import Primitives
import TensorCore
import Training

/// Cross-entropy with a margin that is larger for rare classes.
struct LabelDistributionAwareMargin: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "ldam", family: "targets",
        summary: "Asks for a margin of each class that grows as the class becomes rare.",
        formula: "L(s (z − Δ ∘ t), t),  Δ_k = m (n_min / n_k)^{1/4}",
        citations: [
            "Cao, Wei, Gaidon, Arechiga & Ma 2019, Learning imbalanced datasets with label-distribution-aware margin "
                + "loss, eqs. 11 to 13"
        ],
        parameters: [
            .hyperparameter(
                "margin", symbol: "m", in: .nonNegative, default: 0.5, neutral: 0,
                "The margin of the rarest class."),
            .hyperparameter(
                "scale", symbol: "s", in: .positive, default: 1, neutral: 1,
                "What the logits are multiplied by."),
        ],
        seams: ["loss"],
        purpose: "Class imbalance with rare classes that would be overfitted.",
        remarks: [
            "The authors normalise the last layer's inputs and weights, whose cosines they multiply by 30; here the logits "
                + "are the model's own, so the scale is 1 unless given. With angular-margin (margin 0, scale 1) before it and "
                + "scale 30 the loss is the authors'.",
            "Deferred re-weighting (DRW) is class-balanced with a beta that is 0 until late in the fit.",
            "n_k are the training rows of class k, at least 1.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let rarity = context.classCounts.power(-0.25)
        let margins = context.hyperparameter("margin") * rarity / rarity.maximumOverLastAxis()
        let shifted = pass.outputs - margins * pass.targets
        return inner(pass.with(outputs: context.hyperparameter("scale") * shifted))
    }
}
