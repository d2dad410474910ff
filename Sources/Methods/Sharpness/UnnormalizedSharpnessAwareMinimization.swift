import Primitives
import TensorCore
import Training

/// SAM whose ascent is a plain gradient step.
struct UnnormalizedSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "usam", family: "sharpness",
        summary: "Takes the gradient after a plain gradient step uphill, of no fixed length.",
        formula: "g ← ∇L(w + ρ ∇L(w))",
        citations: [
            "Andriushchenko & Flammarion 2022, Towards understanding sharpness-aware minimization, section 2",
            "Agarwala & Dauphin 2023, SAM operates far from home: eigenvalue regularization as a dynamical phenomenon",
        ],
        parameters: [
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.05, neutral: 0, "The step uphill.")
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "The form of SAM that theory can follow: the ascent vanishes with the gradient.",
        remarks: Ascent.remarks + [
            "On a quadratic with curvature λ it is stable while η λ (1 + ρ λ) < 2, so curvature settles lower than "
                + "under gradient descent.",
            "It equals gradient-regularization with form forward, strength ρ and epsilon ρ.",
            "The default step is in the range in common use; there is no canonical one.",
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        objective.gradient(
            at: parameters + context.hyperparameter("rho") * objective.gradient(at: parameters))
    }
}
