import Primitives
import TensorCore
import Training

/// Momentum of gradients whose largest entries are damped most.
struct Gravity: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "gravity", family: "optimisers",
        summary: "A kinematic optimiser: large gradient entries are damped, velocities start random.",
        formula:
            "m = 1/max|g|;  ζ = g / (1 + (g/m)²);  β̂ = (βt + 1)/(t + 2);  V ← β̂ V + (1−β̂) ζ;  w ← w − η V;  "
            + "V₀ ~ N(0, (α/η)²)",
        citations: [
            "Bahrami & Pouriyan Zadeh 2021, Gravity optimizer: a kinematic approach on optimization in deep learning"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "l", in: .nonNegative, default: 0.1, "The step size."),
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 0.01,
                "Standard deviation of the first steps' random part; its first value counts."),
            .hyperparameter(
                "beta", symbol: "β", in: .halfOpen(0, 1), default: 0.9, "Limit of the velocity's decay."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Training curves steadier than Adam's, by the paper.",
        remarks: [
            "|ζ| ≤ m/2. The damping depends on the loss's scale: the largest entry M of a tensor becomes M/(1 + M⁴).",
            "As in the authors' code; the maximum is taken per tensor.",
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let zero = context.graph.scalar(0)
        let isFirst = Moments.isFirst(context)
        let drawn = context.state("velocity", [parameters.shape.count], start: .filled(.normal(deviation: 1)))
        let deviation = select(
            context.learningRate .> zero, context.hyperparameter("alpha") / context.learningRate, zero)
        let old = select(isFirst, deviation * drawn, drawn)
        let time = Moments.time(context)
        let share = (context.hyperparameter("beta") * time + 1) / (time + 2)
        let damped = context.mapTensors(of: gradient) { Self.damped($0.value) }
        let velocity = (share * old + (1 - share) * damped).flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - context.learningRate * velocity
    }

    /// ζ of one tensor.
    static func damped(_ gradient: Tensor) -> Tensor {
        let largest = gradient.absolute().maximum(over: Array(0..<gradient.shape.rank))
        return gradient / (1 + (gradient * largest).squared())
    }
}
