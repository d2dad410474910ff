import Primitives
import TensorCore
import Training

/// A penalty on the norm of the gradient.
struct GradientNormPenalty: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-norm-penalty", family: "sharpness",
        summary: "Penalises the norm of the loss's gradient, by a finite difference or exactly.",
        formula:
            "L + λ ‖∇L‖₂,  λ = α r;  finite difference: g ← (1 − α) ∇L(w) + α ∇L(w + r ∇L(w)/‖∇L(w)‖);  exact: "
            + "g ← ∇L + λ ∇²L ∇L/‖∇L‖",
        citations: [
            "Zhao, Zhang & Hu 2022, Penalizing gradient norm for efficiently improving generalization in deep learning, "
                + "algorithm 1 and the authors' description of their code"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.8, neutral: 0,
                "The penalty's weight λ over r; 1 is SAM."),
            .hyperparameter(
                "radius", symbol: "r", in: .positive, default: 0.05, "The length of the finite difference."),
            ParameterDeclaration(
                "form", .choice(["finite-difference", "exact"]), default: .text("finite-difference"),
                "How the gradient of the penalty is formed; exact differentiates twice."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Makes the loss flat along its gradient; SAM is the case α = 1.",
        remarks: Ascent.remarks + [
            "The reported training loss is without the penalty.",
            "The exact form costs about three passes. The defaults are in the range of the paper.",
        ])

    private let isExact: Bool

    init(arguments: Arguments) { isExact = arguments.text("form") == "exact" }

    var costInPasses: Double { isExact ? 3 : 2 }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let (alpha, radius) = (context.hyperparameter("alpha"), context.hyperparameter("radius"))
        if isExact {
            return slope + alpha * radius
                * GradientPenalty.curvature(slope, at: parameters, along: Ascent.unit(slope))
        }
        let moved = objective.gradient(at: parameters + Ascent.step(radius, along: slope))
        return (1 - alpha) * slope + alpha * moved
    }
}

/// Second derivatives for penalties on gradients.
enum GradientPenalty {
    /// ∇²L v, from the gradient as it was traced; no gradient flows through v.
    static func curvature(_ slope: Tensor, at parameters: Tensor, along v: Tensor) -> Tensor {
        gradient(of: (slope * v.stoppingGradient()).sum(), withRespectTo: [parameters])[0]
    }
}
