import Primitives
import TensorCore
import Training

/// SAM every few steps, with what it adds to the gradient kept in between.
struct LookSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "looksam", family: "sharpness",
        summary:
            "Does SAM every k steps and re-uses the part of it that is orthogonal to the gradient in between.",
        formula:
            "every k steps: g ← g_s = ∇L(w + ρ ĝ),  v = g_s − ⟨g_s, ĝ⟩ ĝ;  else: g ← g + α (‖g‖/‖v‖) v,  ĝ = g/‖g‖",
        citations: [
            "Liu, Mai, Chen, Hsieh & You 2022, Towards efficient and scalable sharpness-aware minimization, algorithm 1"
        ],
        parameters: [
            Ascent.radius(0.1),
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.7,
                "How much of the stored direction is added."),
            ParameterDeclaration(
                "period", symbol: "k", .integer(1...1_000_000), default: .integer(5),
                "Steps from one ascent to the next."),
        ],
        costInPasses: 1.2, seams: ["gradient"],
        purpose: "Nearly SAM for nearly the cost of plain training.",
        remarks: Ascent.remarks + [
            "Norms are over all parameters, as in the paper; some implementations take them per tensor. Defaults from memory "
                + "of the paper."
        ])

    let period: Int

    init(arguments: Arguments) { period = arguments.integer("period") }

    var costInPasses: Double { 1 + 1 / Double(period) }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let stored = context.state("direction", count: context.layout.count)
        guard context.isActiveStep else {
            let scale = slope.euclideanNorm() / (stored.euclideanNorm() + 1e-8)
            return slope + context.hyperparameter("alpha") * scale * stored
        }
        let sharp = objective.gradient(
            at: parameters + Ascent.step(context.hyperparameter("rho"), along: slope))
        // Without an ascent the direction would be rounding, blown up by the next steps.
        let direction = select(context.isOn!, Ascent.orthogonal(sharp, to: slope), context.graph.scalar(0))
        context.assign(direction.flushingSubnormals(), to: "direction")
        return sharp
    }
}
