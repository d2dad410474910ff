import Primitives
import TensorCore
import Training

/// SAM along a running mean of gradients.
struct VarianceSuppressedSharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "vasso", family: "sharpness",
        summary:
            "SAM that climbs along a running mean of gradients, to keep the batch's noise out of the ascent.",
        formula: "d ← (1 − θ) d + θ g;  g ← ∇L(w + ρ d/‖d‖)",
        citations: [
            "Li & Giannakis 2023, Enhancing sharpness-aware optimization through variance suppression, algorithm 1 and the "
                + "authors' code"
        ],
        parameters: [
            Ascent.radius(0.05),
            .hyperparameter(
                "theta", symbol: "θ", in: .openClosed(0, 1), default: 0.9,
                "The weight of this step's gradient."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "Steadier ascents than SAM's where batches are small.",
        remarks: Ascent.remarks + [
            "The mean starts at the first gradient; this and the defaults are those of the authors' code. It takes the "
                + "opposite side of friendly-sam."
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let theta = context.hyperparameter("theta")
        let mean = context.state("mean", count: context.layout.count)
        let direction = select(
            context.clock(.isFirstStep), slope, (1 - theta) * mean + theta * slope
        ).flushingSubnormals()
        context.assign(direction, to: "mean")
        return objective.gradient(
            at: parameters + Ascent.step(context.hyperparameter("rho"), along: direction))
    }
}
