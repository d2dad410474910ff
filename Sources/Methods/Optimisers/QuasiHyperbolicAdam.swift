import Primitives
import TensorCore
import Training

/// Adam with quasi-hyperbolic moments.
struct QuasiHyperbolicAdam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "qhadam", family: "optimisers",
        summary: "Adam whose moments are mixed with the gradient and its square.",
        formula: "w ← w − η ((1−ν₁) g + ν₁ m̂) / (√((1−ν₂) g² + ν₂ v̂) + ε)",
        citations: [
            "Ma & Yarats 2019, Quasi-hyperbolic momentum and Adam for deep learning, section 5 (QHAdam)"
        ],
        parameters: AdamRule.parameters(beta1: 0.995) + [
            .hyperparameter(
                "nu1", symbol: "ν₁", in: .closed(0, 1), default: 0.7, neutral: 1,
                "The share of the first moment."),
            .hyperparameter(
                "nu2", symbol: "ν₂", in: .closed(0, 1), default: 1, neutral: 1,
                "The share of the second moment."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam with a long first moment; contains NAdam without its schedule and RMSprop.",
        remarks: ["With both shares 1 it is adam."])

    init(arguments: Arguments) {}

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (nu1, nu2) = (context.hyperparameter("nu1"), context.hyperparameter("nu2"))
        let (first, second) = AdamRule.moments(gradient, context)
        let direction =
            ((1 - nu1) * gradient + nu1 * first)
            / AdamRule.root((1 - nu2) * gradient.squared() + nu2 * second, context)
        return parameters - context.learningRate * direction
    }
}
