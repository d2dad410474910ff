import Primitives
import TensorCore
import Training

/// Steps of Adam's length in the direction of the gradient's signs.
struct Grams: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "grams", family: "optimisers",
        summary: "Gradient descent with adaptive momentum scaling: Adam's magnitudes, the gradient's signs.",
        formula: "w ← w − η (sign(g) |m̂ / (√v̂ + ε)| + λ w)",
        citations: [
            "Cao, Li & Song 2024, Grams: gradient descent with adaptive momentum scaling, algorithm 1"
        ],
        parameters: AdamRule.parameters(epsilon: 1e-6) + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "Momentum that never points against the gradient.",
        remarks: [
            "At small batches the signs are noise and every coordinate moves by Adam's full step all the same.",
            "Defaults of ε and λ are those of public code, not checked against the paper.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let size = AdamRule.direction(gradient, context).absolute()
        return parameters - context.learningRate
            * (Moments.sign(gradient) * size + decay(parameters, context))
    }
}
