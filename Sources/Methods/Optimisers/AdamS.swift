import Primitives
import TensorCore
import Training

/// Adam with stable weight decay.
struct AdamS: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adams", family: "optimisers",
        summary:
            "Adam with a weight decay that grows as gradients become small (stable or scheduled weight decay).",
        formula: "w ← w − η m̂ / (√v̂ + ε) − η λ / √v̄ · w,  v̄ the mean of v̂ over all parameters",
        citations: [
            "Xie, Xu, Zhang, Sato & Sugiyama 2023, On the overlooked pitfalls of weight decay and how to mitigate them: "
                + "a gradient-norm perspective, algorithm 2",
            "Xie et al. 2023, authors' code (zeke-xie/stable-weight-decay-regularization)",
        ],
        parameters: AdamRule.parameters + [
            .hyperparameter(
                "weight_decay", symbol: "λ", in: .nonNegative, default: 1e-4,
                "The decay per unit of learning rate at gradients of root mean square 1."),
            ParameterDeclaration(
                "applies_to", .choice(DecayScope.allCases.map(\.rawValue)), default: .text("all"),
                "Which parameters decay: all, as in the authors' code, or weights (not biases)."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam with a decay that keeps the gradient small at the end of training.",
        remarks: [
            "The decay is not bounded: where all gradients vanish it may exceed the weights.",
            "With SGD the authors divide the decay by 1 − momentum instead: that is decoupled-weight-decay with another "
                + "strength.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (first, second) = AdamRule.moments(gradient, context)
        let direction = first / AdamRule.root(second, context)
        let strength = context.hyperparameter("weight_decay")
        let decay = strength / PenaltyAlgebra.divisor(second.mean().squareRoot())
        return parameters - context.learningRate
            * (direction + decay * scope(parameters, strength: strength, context))
    }
}
