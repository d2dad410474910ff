import Primitives
import TensorCore
import Training

/// AMSGrad with a smaller power of the second moment.
struct Padam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "padam", family: "optimisers",
        summary: "Partially adaptive momentum: between SGD with momentum (exponent 0) and AMSGrad (½).",
        formula: "u ← max(u, v);  w ← w − η m / (√u + ε)^(2p)",
        citations: [
            "Chen, Zhou, Tang, Yang, Cao & Gu 2020, Closing the generalization gap of adaptive gradient methods in "
                + "training deep neural networks, algorithm 1"
        ],
        parameters: AdamRule.parameters(learningRate: 0.1) + [
            .hyperparameter("exponent", symbol: "p", in: .closed(0, 0.5), default: 0.125, "The power of u.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adaptive steps that generalise nearer to SGD's, at SGD's learning rates.",
        remarks: [
            "Without bias corrections, as in the paper. ε is not in the paper; it stands where Adam has it."
        ])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let first = Moments.average("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let second = Moments.average(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        let largest = maximum(context.state("largest", count: second.shape.count), second)
        context.assign(largest, to: "largest")
        let size = AdamRule.root(largest, context).power(2 * context.hyperparameter("exponent"))
        return parameters - context.learningRate * (first / size)
    }
}
