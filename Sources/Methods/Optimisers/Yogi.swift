import Primitives
import TensorCore
import Training

/// Adam whose second moment moves by as much as the gradient's square, whatever it was.
struct Yogi: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "yogi", family: "optimisers",
        summary: "Adam with an additive second moment, so that step sizes cannot grow quickly.",
        formula: "m ← β₁ m + (1−β₁) g;  v ← v − (1−β₂) sign(v − g²) g²;  w ← w − η m / (√v + ε)",
        citations: [
            "Zaheer, Reddi, Sachan, Kale & Kumar 2018, Adaptive methods for nonconvex optimization, algorithm 2"
        ],
        parameters: AdamRule.parameters(learningRate: 0.01, epsilon: 0.001) + [
            ParameterDeclaration(
                "initial_accumulator", symbol: "v₀", .real(.nonNegative), default: .real(1e-6),
                "What the second moment starts from.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Sparse or noisy gradients, where Adam's second moment decays too fast.",
        remarks: ["Without bias corrections, as in the paper. Libraries add them."])

    private let start: Double

    init(arguments: Arguments) { start = arguments.real("initial_accumulator") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let first = Moments.average("first moment", of: gradient, context.hyperparameter("beta1"), context)
        let square = gradient.squared()
        let old = context.state("second moment", count: gradient.shape.count, initial: Float(start))
        let second =
            (old - (1 - context.hyperparameter("beta2")) * (Moments.sign(old - square) * square))
            .flushingSubnormals()
        context.assign(second, to: "second moment")
        return parameters - context.learningRate * (first / AdamRule.root(second, context))
    }
}
