import Primitives
import TensorCore
import Training

/// SAM along the noise of the batch's gradient.
struct FriendlySharpnessAwareMinimization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "friendly-sam", family: "sharpness",
        summary: "SAM that climbs along what the batch's gradient has over a running mean of gradients.",
        formula: "d = g − σ m,  m ← λ m + (1 − λ) g;  g ← ∇L(w + ρ d/‖d‖)",
        citations: [
            "Li, Zhou, He, Cheng & Huang 2024, Friendly sharpness-aware minimization, algorithm 1 and the authors' code"
        ],
        parameters: [
            Ascent.radius(0.05),
            .hyperparameter(
                "sigma", symbol: "σ", in: .nonNegative, default: 1,
                "How much of the running mean is taken out."),
            .hyperparameter(
                "lambda", symbol: "λ", in: .halfOpen(0, 1), default: 0.9, "Decay of the running mean."),
        ],
        costInPasses: 2, seams: ["gradient"],
        purpose: "SAM without the component along the full gradient, which does not help to generalise.",
        remarks: Ascent.remarks + [
            "As in the authors' code the mean is that of the steps before, and the first step has d = g, m = g. With "
                + "σ = 1 it makes no difference to the direction whether this step's gradient is in the mean."
        ])

    init(arguments: Arguments) {}

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let isFirst = context.clock(.isFirstStep)
        let mean = context.state("mean", count: context.layout.count)
        let lambda = context.hyperparameter("lambda")
        let next = select(isFirst, slope, lambda * mean + (1 - lambda) * slope)
        context.assign(next.flushingSubnormals(), to: "mean")
        let direction = select(isFirst, slope, slope - context.hyperparameter("sigma") * mean)
        return objective.gradient(
            at: parameters + Ascent.step(context.hyperparameter("rho"), along: direction))
    }
}
