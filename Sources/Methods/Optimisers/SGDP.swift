import Primitives
import TensorCore
import Training

/// SGD with momentum whose steps do not lengthen scale-invariant weights.
struct SGDP: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sgdp", family: "optimisers",
        summary: "SGD with momentum without the radial part of its steps, where weights are scale-invariant.",
        formula:
            "v ← μ v + g;  u ← v − ŵ (ŵ·v), ŵ = w/‖w‖, where maxᵢ |cos(wᵢ, gᵢ)| < δ/√n;  w ← w − η (u + λ/(1−μ) w)",
        citations: [
            "Heo, Chun, Oh, Han, Yun, Kim, Uh & Ha 2021, AdamP: slowing down the slowdown for momentum optimizers on "
                + "scale-invariant weights, algorithm 1 and eqs. 10 to 12"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.1, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "How much of the velocity stays."),
        ] + RadialProjection.parameters,
        isOptimizer: true, seams: ["update"],
        purpose:
            "Networks with normalisation layers, where momentum lengthens weights and so lowers the effective rate.",
        remarks: RadialProjection.remarks + [
            "The decay is divided by 1 − μ, as in the authors' code."
        ])

    private let projection: RadialProjection

    init(arguments: Arguments) { projection = RadialProjection(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let momentum = context.hyperparameter("momentum")
        let velocity = (momentum * context.state("velocity", count: parameters.shape.count) + gradient)
            .flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return projection.step(
            parameters, projection.ahead(velocity, gradient + momentum * velocity), gradient: gradient,
            decayFactor: 1 / (1 - momentum), context)
    }
}
