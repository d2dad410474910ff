import Primitives
import TensorCore
import Training

/// The gradient a fixed length ahead along the momentum.
struct MomentumSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "momentum-sam", family: "sharpness",
        summary:
            "Takes the gradient a fixed length ahead along the running momentum, which costs no second pass.",
        formula: "g ← ∇L(w − ρ v/‖v‖),  v ← μ v + g",
        citations: [
            "Becker, Altrock & Risse 2024, Momentum-SAM: Sharpness aware minimization without computational overhead, "
                + "algorithm 1 and the authors' code"
        ],
        parameters: [
            .hyperparameter(
                "rho", symbol: "ρ", in: .nonNegative, default: 0.3, neutral: 0,
                "The length of the perturbation."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9,
                "How much of the direction stays; give it the optimiser's momentum."),
        ],
        costInPasses: 4.0 / 3, seams: ["gradient"],
        purpose: "Some of SAM's flatness for the price of plain training.",
        remarks: [
            "The direction is that of the optimiser's step (SGD with momentum), so it is a look ahead of fixed length, as in "
                + "the authors' code; the first step has none.",
            "What costs the third of a pass is the reported training loss, which is that at w and updates running statistics.",
            "The default is that of the authors' code; their experiments have radii about ten times those of SAM.",
        ])

    init(arguments: Arguments) {}

    /// At radius 0 the point is where it was.
    var isGated: Bool { false }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let velocity = context.state("velocity", count: context.layout.count)
        let (rho, zero) = (context.hyperparameter("rho"), context.graph.scalar(0))
        let ahead = select(rho .> zero, Ascent.step(rho, along: velocity), zero)
        let slope = objective.gradient(at: parameters - ahead)
        context.assign(
            (context.hyperparameter("momentum") * velocity + slope).flushingSubnormals(), to: "velocity")
        return slope
    }
}
