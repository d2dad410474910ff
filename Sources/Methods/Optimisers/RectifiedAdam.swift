import Primitives
import TensorCore
import Training

/// Adam whose adaptive step is scaled by how much the second moment can be trusted.
struct RectifiedAdam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "radam", family: "optimisers",
        summary: "Adam that starts as momentum and rectifies the variance of its adaptive step size.",
        formula:
            "ρ∞ = 2/(1−β₂) − 1;  ρₜ = ρ∞ − 2t β₂ᵗ/(1−β₂ᵗ);  r² = (ρₜ−4)(ρₜ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρₜ);  "
            + "w ← w − η r m̂/(√v̂ + ε) where ρₜ > 4, else w ← w − η m̂",
        citations: [
            "Liu, Jiang, He, Chen, Liu, Gao & Han 2020, On the variance of the adaptive learning rate and beyond, "
                + "algorithm 2"
        ],
        parameters: AdamRule.parameters + [
            Variant.declaration("paper: rectified where ρₜ > 4; code: where ρₜ > 5, as in PyTorch.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam without a warm-up.",
        remarks: [
            "ρₜ is computed as 1 + twice the mean age of what the second moment holds, which is the same for a constant "
                + "β₂ and loses no digits.",
            "With lookahead around it, it is known as Ranger.",
        ])

    private let threshold: Float

    init(arguments: Arguments) { threshold = Variant(arguments) == .paper ? 4 : 5 }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let beta2 = context.hyperparameter("beta2")
        let (first, second) = AdamRule.moments(gradient, context)
        // Σ age · weight of the squared gradients: every one grows a step older before it decays.
        let weight = context.state("second moment weight", count: 1)
        let age = beta2 * (context.state("age", count: 1) + weight)
        context.assign(age, to: "age")
        let length = 2 * (age / (beta2 * weight + (1 - beta2))) + 1
        let limit = 2 * (beta2 / (1 - beta2)) + 1
        let rectification = ((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
            .squareRoot()
        let direction = select(
            length .> context.graph.scalar(threshold),
            rectification * (first / AdamRule.root(second, context)),
            first)
        return parameters - context.learningRate * direction
    }
}
