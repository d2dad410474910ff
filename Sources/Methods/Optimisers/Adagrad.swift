import Primitives
import TensorCore
import Training

/// Steps scaled by the sum of all squared gradients.
struct Adagrad: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adagrad", family: "optimisers",
        summary: "Adaptive gradient: steps scaled by the root of the sum of all squared gradients.",
        formula: "s ← s + g²;  w ← w − η g / (√s + ε)",
        citations: [
            "Duchi, Hazan & Singer 2011, Adaptive subgradient methods for online learning and stochastic optimization, "
                + "figure 1 (diagonal matrices)"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.01, "The step size."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 1e-10, "Added to the root of the sum."),
            ParameterDeclaration(
                "initial_accumulator", symbol: "s₀", .real(.nonNegative), default: .real(0),
                "What the sum starts from."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Sparse features and convex problems; its step sizes only fall.")

    private let start: Double

    init(arguments: Arguments) { start = arguments.real("initial_accumulator") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let sum =
            context.state("sum", count: gradient.shape.count, initial: Float(start)) + gradient.squared()
        context.assign(sum, to: "sum")
        return parameters - context.learningRate * (gradient / AdamRule.root(sum, context))
    }
}
