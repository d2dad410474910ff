import Primitives
import TensorCore
import Training

/// Adam with the infinity norm.
struct Adamax: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adamax", family: "optimisers",
        summary: "Adam with a decaying maximum of gradients in place of the second moment.",
        formula: "u ← max(β₂ u, |g| + ε);  w ← w − η m̂ / u",
        citations: ["Kingma & Ba 2015, Adam: a method for stochastic optimization, algorithm 2"],
        parameters: AdamRule.parameters(learningRate: 0.002), isOptimizer: true, seams: ["update"],
        purpose: "Sparse gradients, and steps bounded by the learning rate.",
        remarks: ["The ε, which keeps u from vanishing, is PyTorch's; the paper has none."])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let first = Moments.corrected("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let decayed = context.hyperparameter("beta2") * context.state("norm", count: gradient.shape.count)
        let norm = maximum(decayed, gradient.absolute() + context.hyperparameter("epsilon"))
        context.assign(norm, to: "norm")
        return parameters - context.learningRate * (first / norm)
    }
}
