import Primitives
import TensorCore
import Training

/// The sign of an interpolation between momentum and gradient.
struct Lion: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "lion", family: "optimisers",
        summary:
            "Evolved sign momentum: a step of the same length for every parameter, with decoupled decay.",
        formula: "w ← w − η (sign(β₁ m + (1−β₁) g) + λ w);  m ← β₂ m + (1−β₂) g",
        citations: [
            "Chen, Liang, Huang, Real, Wang, Pham, Dong, Luong, Hsieh, Lu & Le 2023, Symbolic discovery of optimization "
                + "algorithms, algorithm 2"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1e-4, "The step size."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .halfOpen(0, 1), default: 0.9,
                "Weight of the momentum in the step."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.99, "Decay of the momentum."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose:
            "One state instead of Adam's two; wants a rate three to ten times lower and a decay as much higher."
    )

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let beta1 = context.hyperparameter("beta1")
        let before = context.state("momentum", count: gradient.shape.count)
        _ = Moments.average("momentum", of: gradient, context.hyperparameter("beta2"), context)
        let sign = Moments.sign(beta1 * before + (1 - beta1) * gradient)
        return parameters - context.learningRate * (sign + decay(parameters, context))
    }
}
