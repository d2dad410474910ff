import Primitives
import TensorCore
import Training

/// Adam whose second moment never falls.
struct AMSGrad: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "amsgrad", family: "optimisers",
        summary: "Adam with the largest second moment so far, so that no step size grows again.",
        formula:
            "m ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) g²;  u ← max(u, v);  w ← w − η m / (√u + ε)",
        citations: ["Reddi, Kale & Kumar 2018, On the convergence of Adam and beyond, algorithm 2"],
        parameters: AdamRule.parameters + [
            Variant.declaration(
                "paper: no bias corrections; code: m and the maximum are divided by 1 − βᵗ, as in PyTorch.")
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Problems where rare large gradients matter and Adam forgets them.",
        remarks: ["The ε is not in the paper; it stands where Adam has it."])

    private let variant: Variant

    init(arguments: Arguments) { variant = Variant(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        var first = Moments.average("first moment", of: gradient, beta1, context)
        let second = Moments.average("second moment", of: gradient.squared(), beta2, context)
        var largest = maximum(context.state("largest", count: second.shape.count), second)
        context.assign(largest, to: "largest")
        if variant == .code {
            first = first * (1 / Moments.weight("first moment", beta1, context))
            largest = largest * (1 / Moments.weight("second moment", beta2, context))
        }
        return parameters - context.learningRate * (first / AdamRule.root(largest, context))
    }
}
