import Primitives
import TensorCore
import Training

/// Adam.
struct Adam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adam", family: "optimisers",
        summary: "Adaptive moment estimation: steps scaled by a running second moment.",
        formula:
            "m ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) g²;  w ← w − η m̂ / (√v̂ + ε),  m̂ = m/(1−β₁ᵗ),  v̂ = v/(1−β₂ᵗ)",
        citations: ["Kingma & Ba 2015, Adam: a method for stochastic optimization, algorithm 1"],
        parameters: AdamRule.parameters, isOptimizer: true, seams: ["update"],
        purpose:
            "Training without much tuning of the step size, where gradients differ in scale between parameters.",
        remarks: [
            "ε is added to the root of the corrected second moment, as in the paper and PyTorch.",
            "An L2 penalty is divided by the second moment with the rest of the gradient; adamw decays beside it.",
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        parameters - context.learningRate * AdamRule.direction(gradient, context)
    }
}
