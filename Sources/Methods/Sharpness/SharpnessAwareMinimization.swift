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
            ParameterDeclaration(
                "ascent_steps", symbol: "n", .integer(1...100), default: .integer(1),
                "Steps of the ascent, each of length ρ/n along the gradient where it has arrived."),
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
    private let steps: Int

    init(arguments: Arguments) {
        isPaper = arguments.text("variant") == "paper"
        steps = arguments.integer("ascent_steps")
    }

    var costInPasses: Double { Double(steps + 1) }

    /// At radius 0 the second point is the first.
    var isGated: Bool { isPaper || steps > 1 }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        if isPaper {
            let loss = objective.withoutPenalties
            let bare = loss.gradient(at: parameters)
            let point = climb(from: parameters, along: bare, loss, context)
            return loss.gradient(at: point) + (slope - bare)
        }
        if steps > 1 {
            return objective.gradient(at: climb(from: parameters, along: slope, objective, context))
        }
        // The added 1e-12 keeps a vanished gradient from becoming 0/0.
        let rho = context.hyperparameter("rho")
        let ascent = rho / (slope.euclideanNorm() + 1e-12) * slope
        // Off is off also where the gradient has grown so large that 0 times it is not 0.
        let zero = context.graph.scalar(0)
        return objective.gradient(at: parameters + select(rho .> zero, ascent, zero))
    }

    /// Where the ascent ends whose first step is along `slope`.
    private func climb(
        from parameters: Tensor, along slope: Tensor, _ objective: Objective, _ context: MethodContext
    ) -> Tensor {
        let length = context.hyperparameter("rho") * (1 / Float(steps))
        var point = parameters + Ascent.step(length, along: slope)
        for _ in 1..<steps { point = point + Ascent.step(length, along: objective.gradient(at: point)) }
        return point
    }
}
