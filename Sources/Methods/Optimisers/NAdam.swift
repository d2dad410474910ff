import Primitives
import TensorCore
import Training

/// Adam with Nesterov momentum.
struct NAdam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "nadam", family: "optimisers",
        summary: "Adam with Nesterov's momentum and a momentum that warms up.",
        formula:
            "μₜ = β₁ (1 − ½ · 0.96^(tψ));  w ← w − η [(1−μₜ) g / (1−Π_{i≤t} μᵢ) + μₜ₊₁ m / (1−Π_{i≤t+1} μᵢ)] / (√v̂ + ε)",
        citations: ["Dozat 2016, Incorporating Nesterov momentum into Adam, algorithm 2 and section 3"],
        parameters: AdamRule.parameters(learningRate: 0.002) + [
            .hyperparameter(
                "momentum_decay", symbol: "ψ", in: .nonNegative, default: 0.004,
                "How fast the momentum warms up from half of β₁.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam where its momentum overshoots.",
        remarks: [
            "The warm-up of the momentum and the defaults are those of PyTorch, which follows the paper's schedule."
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let (time, decay) = (Moments.time(context), context.hyperparameter("momentum_decay"))
        func momentum(_ time: Tensor) -> Tensor {
            beta1 * (1 - 0.5 * context.graph.scalar(0.96).power(time * decay))
        }
        let (now, next) = (momentum(time), momentum(time + 1))
        let product = (context.state("momentum product", count: 1, initial: 1) * now).flushingSubnormals()
        context.assign(product, to: "momentum product")
        let first = Moments.average("first moment", of: gradient, beta1, context)
        let second = Moments.corrected("second moment", of: gradient.squared(), beta2, context)
        let mixed = (1 - now) / (1 - product) * gradient + next / (1 - product * next) * first
        return parameters - context.learningRate * (mixed / AdamRule.root(second, context))
    }
}
