import Primitives
import TensorCore
import Training

/// Adam with the variance of gradients around their running mean.
struct AdaBelief: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adabelief", family: "optimisers",
        summary: "Adam that steps far where gradients are as the first moment predicted them.",
        formula:
            "m ← β₁ m + (1−β₁) g;  s ← β₂ s + (1−β₂)(g − m)² + ε;  w ← w − η (m̂ / (√ŝ + ε) + λ w)",
        citations: [
            "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris & Duncan 2020, AdaBelief optimizer: adapting "
                + "stepsizes by the belief in observed gradients, algorithm 2"
        ],
        parameters: AdamRule.parameters(epsilon: 1e-16) + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "Adam's speed with generalisation nearer to SGD's, by the paper.",
        remarks: [
            "ε is added to s within the recursion and to the root, as in the authors' code (without its rectification)."
        ]
    )

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let first = Moments.average("first moment", of: gradient, beta1, context)
        let variance =
            beta2 * context.state("variance", count: gradient.shape.count)
            + (1 - beta2) * (gradient - first).squared() + context.hyperparameter("epsilon")
        context.assign(variance, to: "variance")
        let direction =
            first * (1 / Moments.weight("first moment", beta1, context))
            / AdamRule.root(variance * (1 / Moments.weight("variance", beta2, context)), context)
        return parameters - context.learningRate * (direction + decay(parameters, context))
    }
}
