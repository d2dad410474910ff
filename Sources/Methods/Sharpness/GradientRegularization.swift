import Primitives
import TensorCore
import Training

/// A penalty on the squared norm of the gradient, by finite differences.
struct GradientRegularization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-regularization", family: "sharpness",
        summary:
            "Penalises the squared norm of the loss's gradient, by a forward or backward difference or exactly.",
        formula:
            "L + (γ/2) ‖∇L‖²;  forward: g ← ∇L + (γ/ε) (∇L(w + ε ∇L) − ∇L);  backward: with ∇L − ∇L(w − ε ∇L);  exact: "
            + "g ← ∇L + γ ∇²L ∇L",
        citations: [
            "Karakida, Takase, Hayase & Osawa 2023, Understanding gradient regularization in deep learning: Efficient "
                + "finite-difference computation and implicit bias, section 3"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "γ", in: .nonNegative, default: 0.05, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 0.05, "The step of the finite difference."),
            ParameterDeclaration(
                "form", .choice(["forward", "backward", "exact"]), default: .text("forward"),
                "Forward and backward difference, or double backpropagation."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose:
            "Flat minima and, on linear networks, sparse solutions: the forward difference with a large ε does best.",
        remarks: Ascent.remarks + [
            "The forward form with γ = ε is unnormalised SAM (usam).",
            "The reported training loss is without the penalty. The exact form costs about three passes.",
            "The paper searches γ and ε per task; the defaults are one point of its range, from memory.",
        ])

    private let form: String

    init(arguments: Arguments) { form = arguments.text("form") }

    var costInPasses: Double { form == "exact" ? 3 : 2 }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let (strength, epsilon) = (context.hyperparameter("strength"), context.hyperparameter("epsilon"))
        switch form {
        case "exact":
            return slope + strength * GradientPenalty.curvature(slope, at: parameters, along: slope)
        case "backward":
            let moved = objective.gradient(at: parameters - epsilon * slope)
            return slope + strength / epsilon * (slope - moved)
        default:
            let moved = objective.gradient(at: parameters + epsilon * slope)
            return slope + strength / epsilon * (moved - slope)
        }
    }
}
