import Primitives
import TensorCore
import Training

/// Squared penalties on the largest logit and on the others' distance to it.
struct AdaptiveConditionalLabelSmoothing: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "acls", family: "targets",
        summary:
            "Adaptive and conditional label smoothing: pulls logits in the further they lie beyond a margin.",
        formula:
            "L + α mean_i [λ₁ max(0, z_ŷ − m)² + λ₂/(K−1) Σ_{j≠ŷ} max(0, sg(z_ŷ) − z_j − m)²],  ŷ = argmax z",
        citations: [
            "Park, Noh, Oh, Baek & Ham 2023, ACLS: adaptive and conditional label smoothing for network calibration, "
                + "section 4; the authors' code"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "α", in: .nonNegative, default: 0.1, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "top_weight", symbol: "λ₁", in: .nonNegative, default: 1, "The weight of the largest logit."),
            .hyperparameter(
                "other_weight", symbol: "λ₂", in: .nonNegative, default: 0.1,
                "The weight of the other logits."),
            .hyperparameter("margin", symbol: "m", in: .nonNegative, default: 10, "The margin."),
        ],
        seams: ["objective"],
        purpose: "Calibration of networks that were trained for long.",
        remarks: [
            "ŷ is the predicted class, right or wrong.",
            "Formula and defaults are those of the authors' code, for 200 classes: with few the margin wants tuning.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        let z = pass.outputs
        let isTop = z.stoppingGradient() .== z.maximumOverLastAxis().stoppingGradient()
        let margin = context.hyperparameter("margin")
        let top = (z - margin).positivePart().squared()
        let others = (z.maximumOverLastAxis().stoppingGradient() - z - margin).positivePart().squared()
        let otherWeight = context.hyperparameter("other_weight") / Float(max(1, context.targetWidth - 1))
        let terms = select(isTop, context.hyperparameter("top_weight") * top, otherWeight * others)
        return context.hyperparameter("strength") * pass.meanOverRows(terms)
    }
}
