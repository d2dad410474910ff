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
                "rho", symbol: "ρ", in: .nonNegative, default: 0.05, neutral: 0, "The radius of the ball."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("code"),
                "Where a penalty of the stack stands: outside the maximum (paper), or inside (code)."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose:
            "Steers to flat minima, which tend to generalise better and to resist label noise, for twice the cost.",
        remarks: [
            "The default radius is the one in common use; the paper tunes it for each data set.",
            "Both passes see the same batch and the same dropout masks.",
            "Variant code makes a penalty of the stack part of L in both passes, as happens where one function computes "
                + "the loss; it is the default because it treats every added term alike. Variant paper takes both "
                + "gradients of the bare loss and adds the penalty's gradient at w, as eq. 2 has it.",
            "The reported training loss is that of the first pass.",
            "A model's running statistics (batch norm) are updated by the first pass alone.",
        ])

    private let isPaper: Bool

    init(arguments: Arguments) { isPaper = arguments.text("variant") == "paper" }

    /// At radius 0 the second point is the first.
    var isGated: Bool { isPaper }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        if isPaper {
            let loss = objective.withoutPenalties
            let bare = loss.gradient(at: parameters)
            let ascent = Ascent.step(context.hyperparameter("rho"), along: bare)
            return loss.gradient(at: parameters + ascent) + (slope - bare)
        }
        // The added 1e-12 keeps a vanished gradient from becoming 0/0.
        let rho = context.hyperparameter("rho")
        let ascent = rho / (slope.euclideanNorm() + 1e-12) * slope
        // Off is off also where the gradient has grown so large that 0 times it is not 0.
        let zero = context.graph.scalar(0)
        return objective.gradient(at: parameters + select(rho .> zero, ascent, zero))
    }
}
