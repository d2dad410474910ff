import Primitives
import TensorCore
import Training

/// A momentum of its own for every parameter, and one learning rate for all.
struct AdaptiveInertia: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adai", family: "optimisers",
        summary:
            "Adaptive inertia: the second moment sets the momentum of every parameter, not its step size.",
        formula:
            "v ← β₂ v + (1−β₂) g²;  β₁ = clip(1 − β₀ v̂/mean(v̂), 0, 1−ε);  m ← β₁ m + (1−β₁) g;  "
            + "w ← w − η m / (1 − Π β₁)",
        citations: [
            "Xie, Wang, Zhang, Sato & Sugiyama 2022, Adaptive inertia: disentangling the effects of adaptive learning rate "
                + "and momentum, algorithm 2"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1, "The step size."),
            .hyperparameter(
                "beta0", symbol: "β₀", in: .positive, default: 0.1, "How far momenta lie below 1 on average."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.99, "Decay of the second moment."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .open(0, 1), default: 0.001, "How far momenta stay below 1."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "SGD's flat minima with a fast escape from saddle points.",
        remarks: [
            "The mean is over all parameters of the network. Defaults are those of the authors' code."
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let count = gradient.shape.count
        let (zero, one) = (context.graph.scalar(0), context.graph.scalar(1))
        let second = Moments.corrected(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        // Without any gradient every momentum is at its highest.
        let mean = second.mean()
        let ratio = select(mean .> zero, second / mean, zero)
        let wanted = 1 - context.hyperparameter("beta0") * ratio
        let beta1 = minimum(maximum(wanted, zero), one - context.hyperparameter("epsilon"))
        let product = (context.state("momentum product", count: count, initial: 1) * beta1)
            .flushingSubnormals()
        context.assign(product, to: "momentum product")
        let first = Moments.average("first moment", of: gradient, beta1, context)
        // An ε that is lost beside 1 leaves a parameter without gradients at 0/0.
        let weight = maximum(1 - product, context.graph.scalar(.leastNormalMagnitude))
        return parameters - context.learningRate * (first / weight)
    }
}
