import Primitives
import TensorCore
import Training

/// Logits scaled and shifted by the frequency of their class inside the loss.
struct VectorScalingLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "vector-scaling-loss", family: "targets",
        summary: "VS loss: scales and shifts each logit by the frequency of its class inside the loss.",
        formula: "L(z ∘ Δ + τ log π, t),  Δ_k = (n_k / n_max)^γ",
        citations: [
            "Kini, Paraskevas, Oymak & Thrampoulidis 2021, Label-imbalanced and group-sensitive classification under "
                + "overparameterization, eq. 2",
            "Ye, Chen, Zhan & Chao 2020, Identifying and compensating for feature deviation in imbalanced deep learning",
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.3, neutral: 0,
                "How strongly logits of rare classes are scaled down."),
            .hyperparameter(
                "tau", symbol: "τ", in: .nonNegative, default: 1, neutral: 0,
                "How much of the class shares is added."),
        ],
        seams: ["loss"],
        purpose:
            "Class imbalance beyond zero training error, where additive adjustment alone loses its effect.",
        remarks: [
            "γ = 0 is logit-adjustment, τ = 0 the class-dependent temperatures of Ye et al.",
            "In evaluation the outputs are the raw logits.",
            "The defaults are those of public copies of the authors' code.",
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let counts = context.classCounts
        let scale = (counts / counts.maximumOverLastAxis()).power(context.hyperparameter("gamma"))
        let shift = context.hyperparameter("tau") * context.logClassShares
        return inner(pass.with(outputs: pass.outputs * scale + shift))
    }
}
