import Primitives
import TensorCore
import Training

/// SGD with momentum and a rate per tensor that the first gradient fixes.
struct ScalingAtInitialization: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sgd-sai", family: "optimisers",
        summary:
            "SGD with scaling at initialisation: a rate per tensor by its gradient's signal-to-noise ratio, once.",
        formula: "s = ‖g₁‖ / (std(g₁) + ε);  m ← μ m + (1−μ) g, m₁ = g₁;  w ← (1−ηλ) w − η s m",
        citations: [
            "Xu, Xiang, Cai & Wen 2024, No more Adam: learning rate scaling at initialization is all you need, "
                + "algorithm 1"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.01, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "Decay of the running average."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to the standard deviation."),
        ] + OwnDecay.declarations(default: 0.01) + [
            Variant.declaration(
                "paper: s as it is; code: s over the largest of all tensors, as in version 1.0.4.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "One state; a control for how much of Adam is only a rate per tensor.",
        remarks: [
            "Where gradients of a tensor have a mean near 0, s is near the root of their number: compare with that.",
            "The average starts at the first gradient, as in the authors' code. A tensor of one element has no deviation; "
                + "its ratio counts as 1 (the code divides by ε).",
        ])

    private let decay: OwnDecay
    private let variant: Variant

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        variant = Variant(arguments)
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let isFirst = Moments.isFirst(context)
        let ratios = context.tensors(of: gradient).map { slope -> Tensor in
            let count = slope.specification.shape.count
            guard count > 1 else { return context.graph.scalar(1).reshaped([1]) }
            let centred = slope.value - slope.value.mean()
            let deviation = (centred.squared().sum() / Float(count - 1)).squareRoot()
            let ratio = slope.value.euclideanNorm() / (deviation + context.hyperparameter("epsilon"))
            return ratio.reshaped([1])
        }
        var scales = select(
            isFirst, concatenate(ratios, axis: 0), context.state("ratio", count: ratios.count, initial: 1))
        context.assign(scales, to: "ratio")
        if variant == .code { scales = scales / scales.maximum(over: [0]) }
        let mean = context.hyperparameter("momentum")
        let average = select(
            isFirst, gradient,
            mean * context.state("momentum", count: gradient.shape.count) + (1 - mean) * gradient
        ).flushingSubnormals()
        context.assign(average, to: "momentum")
        let spread = context.spread(ratios.indices.map { scales.slice(from: $0, []) })
        return parameters - context.learningRate * (spread * average + decay(parameters, context))
    }
}
