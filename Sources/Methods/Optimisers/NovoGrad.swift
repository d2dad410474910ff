import Primitives
import TensorCore
import Training

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
