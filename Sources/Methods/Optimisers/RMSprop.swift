import Primitives
import TensorCore
import Training

/// Steps scaled by a running mean of squared gradients.
struct RMSprop: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "rmsprop", family: "optimisers",
        summary: "Steps scaled by the root of a running mean of squared gradients, with momentum outside.",
        formula:
            "v ← α v + (1−α) g²  (centred: minus the square of a like mean of g);  b ← μ b + g / (√v + ε);  w ← w − η b",
        citations: [
            "Tieleman & Hinton 2012, Lecture 6.5: rmsprop, Neural networks for machine learning (Coursera)",
            "Graves 2013, Generating sequences with recurrent neural networks, eqs. 38 to 41 (centred)",
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.01, "The step size."),
            .hyperparameter(
                "decay", symbol: "α", in: .halfOpen(0, 1), default: 0.99, "Decay of the running means."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0, "How much of the velocity stays."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to the root."),
            ParameterDeclaration(
                "centered", .boolean, default: .boolean(false),
                "Whether the variance of gradients is used in place of their mean square."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam without first moment and bias corrections; its first steps are long.",
        remarks: [
            "As in PyTorch: ε outside the root, momentum on the scaled gradients. Defaults are PyTorch's; the lecture "
                + "has α = 0.9. Graves has ε = 1e-4 under the root.",
            "A centred variance that rounding made negative counts as 0.",
        ])

    private let isCentered: Bool

    init(arguments: Arguments) { isCentered = arguments.boolean("centered") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let decay = context.hyperparameter("decay")
        var second = Moments.average("second moment", of: gradient.squared(), decay, context)
        if isCentered {
            let first = Moments.average("first moment", of: gradient, decay, context)
            second = maximum(second - first.squared(), context.graph.scalar(0))
        }
        let velocity =
            (context.hyperparameter("momentum") * context.state("velocity", count: gradient.shape.count)
            + gradient / AdamRule.root(second, context)).flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - context.learningRate * velocity
    }
}
