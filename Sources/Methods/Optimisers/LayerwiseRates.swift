import Primitives
import TensorCore
import Training

/// Adam with steps in proportion to each tensor's norm.
struct LAMB: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "lamb", family: "optimisers",
        summary: "Layer-wise adaptive moments: every tensor moves by the same share of its norm.",
        formula: "u = m̂ / (√v̂ + ε) + λ w;  w ← w − η (‖w‖/‖u‖) u, per tensor",
        citations: [
            "You, Li, Reddi, Hseu, Kumar, Bhojanapalli, Song, Demmel, Keutzer & Hsieh 2020, Large batch optimization for "
                + "deep learning: training BERT in 76 minutes, algorithm 2"
        ],
        parameters: AdamRule.parameters(epsilon: 1e-6) + OwnDecay.declarations(default: 0.01),
        isOptimizer: true, seams: ["update"],
        purpose: "Very large batches and rates.",
        remarks: [
            "φ is the identity. A tensor whose norm or step is 0 (a bias at its start) moves by the plain step.",
            "The decay stands inside the ratio: it turns the step more than it shrinks the weight.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let step = AdamRule.direction(gradient, context) + decay(parameters, context)
        let ratios = TrustRatio.spread(of: parameters, over: step, context) { _ in true }
        return parameters - context.learningRate * (ratios * step)
    }
}

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

/// Momentum of gradients that were normalised tensor by tensor.
struct NovoGrad: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "novograd", family: "optimisers",
        summary: "Gradients over a running norm of their tensor, with decay, then momentum.",
        formula: "v ← β₂ v + (1−β₂) ‖g‖², v₁ = ‖g₁‖²;  m ← β₁ m + (g / (√v + ε) + λ w);  w ← w − η m",
        citations: [
            "Ginsburg, Castonguay, Hrinchuk, Kuchaiev, Lavrukhin, Leary, Li, Nguyen, Zhang & Cohen 2019, Stochastic "
                + "gradient methods with layer-wise adaptive moments for training of deep networks, algorithm 1"
        ],
        parameters: AdamRule.parameters(learningRate: 0.01, beta1: 0.95, beta2: 0.98)
            + OwnDecay.declarations(default: 0) + [
                ParameterDeclaration(
                    "gradient_averaging", .boolean, default: .boolean(false),
                    "Whether what is added to the momentum after the first step is weighted by 1 − β₁.")
            ],
        isOptimizer: true, seams: ["update"],
        purpose: "Half of Adam's memory; robust to the scale of initial weights and to large batches.",
        remarks: [
            "The second moment is one number per tensor, biases too. The decay acts on the momentum, unaveraged gradients."
        ])

    private let decay: OwnDecay
    private let averages: Bool

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        averages = arguments.boolean("gradient_averaging")
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let isFirst = Moments.isFirst(context)
        let squares = concatenate(
            context.tensors(of: gradient).map { $0.value.squared().sum().reshaped([1]) }, axis: 0)
        let old = context.state("second moment", count: squares.shape.count)
        let second = select(isFirst, squares, beta2 * old + (1 - beta2) * squares).flushingSubnormals()
        context.assign(second, to: "second moment")
        let norms = AdamRule.root(second, context)
        let spread = context.spread((0..<squares.shape.count).map { norms.slice(from: $0, []) })
        var push = gradient / spread + decay(parameters, context)
        if averages { push = select(isFirst, push, (1 - beta1) * push) }
        let moment = (beta1 * context.state("momentum", count: push.shape.count) + push).flushingSubnormals()
        context.assign(moment, to: "momentum")
        return parameters - context.learningRate * moment
    }
}

/// Norms of weights over norms of steps.
enum TrustRatio {
    /// ‖w‖/‖u‖ per tensor, 1 where either vanishes or the tensor does not take part; as long as the flat vector.
    static func spread(
        of parameters: Tensor, over step: Tensor, _ context: MethodContext,
        where takesPart: (ParameterSpecification) -> Bool
    ) -> Tensor {
        let (zero, one) = (context.graph.scalar(0), context.graph.scalar(1))
        let steps = context.tensors(of: step)
        return Moments.perTensor(parameters, context) { weight in
            guard takesPart(weight.specification) else { return one }
            let (norm, other) = (weight.value.euclideanNorm(), steps[weight.index].value.euclideanNorm())
            return select((norm .> zero) * (other .> zero), norm / other, one)
        }
    }
}
