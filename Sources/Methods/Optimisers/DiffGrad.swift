import Primitives
import TensorCore
import Training

/// Adam with friction where gradients hardly change.
struct DiffGrad: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "diffgrad", family: "optimisers",
        summary: "Adam with smaller steps where the gradient hardly changes from step to step.",
        formula: "ξ = sigmoid(|g' − g|), g' the gradient of the step before;  w ← w − η ξ m̂ / (√v̂ + ε)",
        citations: [
            "Dubey, Chakraborty, Roy, Mukherjee, Singh & Chaudhuri 2020, diffGrad: an optimization method for "
                + "convolutional neural networks, section III"
        ],
        parameters: AdamRule.parameters, isOptimizer: true, seams: ["update"],
        purpose: "Smaller steps in flat regions.",
        remarks: [
            "ξ lies in [½, 1) and is near ½ wherever gradients are small: nearly Adam at half its rate. Only a comparison "
                + "at tuned rates is fair.",
            "In the first step g' is 0.",
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let change = (Moments.previous("previous gradient", gradient, context) - gradient).absolute()
        return parameters - context.learningRate * (change.sigmoid() * AdamRule.direction(gradient, context))
    }
}
