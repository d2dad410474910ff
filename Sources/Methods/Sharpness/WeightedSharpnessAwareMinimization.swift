import Primitives
import TensorCore
import Training

/// Sharpness as a regulariser beside the optimiser, with a weight of its own.
struct WeightedSharpnessAwareMinimization: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "wsam", family: "sharpness",
        summary: "Takes sharpness as a regulariser whose step is made beside the optimiser's.",
        formula: "w ← step(w, ∇L(w)) − η γ/(1 − γ) (∇L(w + ρ ∇L/‖∇L‖) − ∇L(w))",
        citations: [
            "Yue, Jiang, Ye, Gao, Liu & Zhang 2023, Sharpness-aware minimization revisited: Weighted sharpness as a "
                + "regularization term, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "gamma", symbol: "γ", in: .halfOpen(0, 1), default: 0.9, neutral: 0,
                "The share of sharpness; 0.5 weighs it as SAM does."),
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.05, "The radius of the ball."),
        ],
        costInPasses: 2, seams: ["update"],
        purpose: "SAM whose weight on sharpness can be chosen, and that adaptive optimisers do not rescale.",
        remarks: Ascent.remarks + [
            "The coupled form, where the optimiser sees the sum, is gradient-norm-penalty with α = γ/(1 − γ).",
            "Under plain gradient descent and γ = 0.5 it is SAM.",
        ])

    init(arguments: Arguments) {}

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let gamma = context.hyperparameter("gamma")
        let ascent = Ascent.step(context.hyperparameter("rho"), along: gradient)
        let sharpness = context.objective.gradient(at: parameters + ascent) - gradient
        return updated - context.learningRate * (gamma / (1 - gamma)) * sharpness
    }
}
