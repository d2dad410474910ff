import Primitives
import TensorCore
import Training

/// The gradient at the worst nearby point, to first order.
struct SharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "sam", family: "sharpness",
        summary: "Takes the gradient at the point of a small ball where the loss is highest.",
        formula: "g ← ∇L(w + ρ ∇L(w) / ‖∇L(w)‖₂)",
        citations: [
            "Foret, Kleiner, Mobahi & Neyshabur 2021, Sharpness-aware minimization for efficiently improving "
                + "generalization, eqs. 2 and 3 (p = 2)"
        ],
        parameters: [
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.05, neutral: 0, "The radius of the ball.")
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Generalisation and label noise, where a second pass per step can be afforded.",
        remarks: [
            "The default radius is the one in common use; the paper tunes it for each data set.",
            "Both passes see the same batch and the same dropout masks.",
            "A penalty of the stack is part of L in both passes.",
            "The reported training loss is that of the first pass.",
            "A model's running statistics (batch norm) are updated by the first pass alone.",
        ])

    init(arguments: Arguments) {}

    /// At radius 0 the second point is the first.
    var isGated: Bool { false }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        // The added 1e-12 keeps a vanished gradient from becoming 0/0.
        let rho = context.hyperparameter("rho")
        let ascent = rho / (slope.euclideanNorm() + 1e-12) * slope
        // Off is off also where the gradient has grown so large that 0 times it is not 0.
        let zero = context.graph.scalar(0)
        return objective.gradient(at: parameters + select(rho .> zero, ascent, zero))
    }
}
