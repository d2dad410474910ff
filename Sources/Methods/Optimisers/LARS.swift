import Primitives
import TensorCore
import Training

/// SGD with momentum with steps in proportion to each tensor's norm.
struct LARS: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "lars", family: "optimisers",
        summary: "Layer-wise adaptive rate scaling: SGD with a rate per weight in proportion to its norm.",
        formula: "λₗ = κ ‖w‖ / (‖g‖ + λ ‖w‖);  v ← μ v + η λₗ (g + λ w);  w ← w − v",
        citations: [
            "You, Gitman & Ginsburg 2017, Large batch training of convolutional networks, algorithm 1 and eq. 6"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1, "The global rate."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "How much of the velocity stays."),
            .hyperparameter(
                "trust", symbol: "κ", in: .positive, default: 0.001, "How much of its norm a weight may move."
            ),
        ] + OwnDecay.declarations(default: 5e-4),
        isOptimizer: true, seams: ["update"],
        purpose: "Very large batches and rates, of convolutional networks above all.",
        remarks: [
            "applies_to also says which tensors get a rate of their own; the others (biases) have λₗ = 1 and no decay, "
                + "as is usual in code: mind that at high global rates.",
            "The global rate stands inside the velocity, as in the paper.",
        ])

    private let decay: OwnDecay
    private let scope: DecayScope

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        scope = DecayScope(arguments)
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (zero, one) = (context.graph.scalar(0), context.graph.scalar(1))
        let strength = context.hyperparameter("weight_decay")
        let slopes = context.tensors(of: gradient)
        let rates = Moments.perTensor(parameters, context) { weight in
            guard scope == .all || weight.specification.role == .weight else { return one }
            let norm = weight.value.euclideanNorm()
            let other = slopes[weight.index].value.euclideanNorm() + strength * norm
            // A tensor of zeros would never move.
            return select(norm * other .> zero, context.hyperparameter("trust") * norm / other, one)
        }
        let push = context.learningRate * rates * (gradient + decay(parameters, context))
        let velocity =
            (context.hyperparameter("momentum") * context.state("velocity", count: push.shape.count) + push)
            .flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - velocity
    }
}
