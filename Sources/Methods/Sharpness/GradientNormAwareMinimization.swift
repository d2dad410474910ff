import Primitives
import TensorCore
import Training

/// SAM for the loss and for the norm of its gradient.
struct GradientNormAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gam", family: "sharpness",
        summary:
            "Combines SAM's gradient with one that lowers the largest gradient norm nearby (first-order flatness).",
        formula: "g₁ = ∇L(w + ρ ĝ₀);  w₂ = w + ρ_n (g₁ − g₀)/‖g₁ − g₀‖,  g₂ = ∇L(w₂);  g₃ = ∇L(w₂ + ρ ĝ₂);  "
            + "G = β₁ g₁ + β₃ g₃,  P = g₀ + β₂ g₂;  g ← G − γ (P − ⟨P, Ĝ⟩ Ĝ)",
        citations: [
            "Zhang, Xu, Yu, Zou & Cui 2023, Gradient norm aware minimization seeks first-order flatness and improves "
                + "generalization, algorithm 1 and the authors' code"
        ],
        parameters: [
            Ascent.radius(0.02),
            .hyperparameter(
                "rho_norm", symbol: "ρ_n", in: .nonNegative, default: 0.2,
                "The step that raises the gradient norm."),
            .hyperparameter("beta1", symbol: "β₁", in: .all, default: 0.6, "The weight of g₁."),
            .hyperparameter("beta2", symbol: "β₂", in: .nonNegative, default: 0.5, "The weight of g₂."),
            .hyperparameter("beta3", symbol: "β₃", in: .all, default: 0.4, "The weight of g₃."),
            .hyperparameter(
                "gamma", symbol: "γ", in: .nonNegative, default: 0.03, "The weight of the orthogonal part."),
        ],
        costInPasses: 4, seams: ["gradient"],
        purpose: "A stronger notion of flatness than SAM's, for four passes a step: compare at equal cost.",
        remarks: Ascent.remarks + [
            "The combination is that of the authors' code, which has β₂ = 1 − β₀ and β₃ = 1 − β₁; the defaults are its "
                + "preset for CIFAR-100. Radius ρ = 0 switches the whole method off."
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let rho = context.hyperparameter("rho")
        let first = objective.gradient(at: parameters)
        let sharp = objective.gradient(at: parameters + Ascent.step(rho, along: first))
        let steeper =
            parameters + Ascent.step(context.hyperparameter("rho_norm"), along: sharp - first)
        let second = objective.gradient(at: steeper)
        let third = objective.gradient(at: steeper + Ascent.step(rho, along: second))
        let descent = context.hyperparameter("beta1") * sharp + context.hyperparameter("beta3") * third
        let plain = first + context.hyperparameter("beta2") * second
        return descent - context.hyperparameter("gamma") * Ascent.orthogonal(plain, to: descent)
    }
}
