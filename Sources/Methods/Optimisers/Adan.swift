import Primitives
import TensorCore
import Training

/// Adam with Nesterov momentum from differences of gradients.
struct Adan: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adan", family: "optimisers",
        summary:
            "Adaptive Nesterov momentum: moments of the gradient, of its change, and of their sum's square.",
        formula:
            "d = g − g';  m ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) d;  n ← β₃ n + (1−β₃)(g + β₂ d)²;  "
            + "w ← [w − η (m̂ + β₂ v̂) / (√n̂ + ε)] / (1 + η λ)",
        citations: [
            "Xie, Zhou, Li, Lin & Yan 2024, Adan: adaptive Nesterov momentum algorithm for faster optimizing deep models, "
                + "algorithm 1"
        ],
        parameters: AdamRule.parameters(beta1: 0.98, beta2: 0.92) + [
            .hyperparameter(
                "beta3", symbol: "β₃", in: .halfOpen(0, 1), default: 0.99, "Decay of the second moment.")
        ] + OwnDecay.declarations(default: 0.02),
        isOptimizer: true, seams: ["update"],
        purpose: "Large batches and fast decreases of the loss.",
        remarks: [
            "The paper's β are 1 − β here, as in its code, whose bias corrections are applied too. The decay is "
                + "proximal. beta2 is the decay of the change of gradients.",
            "In the first step the change of the gradient is 0.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let beta2 = context.hyperparameter("beta2")
        let before = Moments.previous("previous gradient", gradient, context)
        let change = select(Moments.isFirst(context), context.graph.scalar(0), gradient - before)
        let first = Moments.corrected("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let difference = Moments.corrected("change", of: change, beta2, context)
        let second = Moments.corrected(
            "second moment", of: (gradient + beta2 * change).squared(), context.hyperparameter("beta3"),
            context)
        let direction = (first + beta2 * difference) / AdamRule.root(second, context)
        let rate = context.learningRate
        return (parameters - rate * direction) / (1 + rate * decay.strengths(context))
    }
}
