import Primitives
import TensorCore
import Training

/// Adam with bounds on its step sizes that close in on one rate.
struct AdaBound: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adabound", family: "optimisers",
        summary:
            "Adam whose step sizes are clipped between bounds that converge to one rate: from Adam to SGD.",
        formula:
            "sₜ = clip(η √(1−β₂ᵗ)/(1−β₁ᵗ) / (√v + ε), η∞ (1 − 1/(γt+1)), η∞ (1 + 1/(γt)));  w ← w − sₜ m",
        citations: [
            "Luo, Xiong, Liu & Sun 2019, Adaptive gradient methods with dynamic bound of learning rate, algorithms 1 and 2"
        ],
        parameters: AdamRule.parameters + [
            .hyperparameter(
                "final_rate", symbol: "η∞", in: .positive, default: 0.1,
                "The rate that both bounds converge to."),
            .hyperparameter(
                "gamma", symbol: "γ", in: .positive, default: 0.001, "How fast the bounds converge."),
            ParameterDeclaration(
                "amsgrad", .boolean, default: .boolean(false),
                "Whether the second moment is the largest so far (AMSBound)."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Adam's first epochs and SGD's last.",
        remarks: [
            "As in the authors' code: bias corrections, and no division by √t. There η∞ follows the schedule of η; here "
                + "it has a schedule of its own."
        ])

    private let amsgrad: Bool

    init(arguments: Arguments) { amsgrad = arguments.boolean("amsgrad") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (beta1, beta2) = (context.hyperparameter("beta1"), context.hyperparameter("beta2"))
        let first = Moments.average("first moment", of: gradient, beta1, context)
        var second = Moments.average("second moment", of: gradient.squared(), beta2, context)
        if amsgrad {
            second = maximum(context.state("largest", count: second.shape.count), second)
            context.assign(second, to: "largest")
        }
        let size =
            context.learningRate * Moments.weight("second moment", beta2, context).squareRoot()
            / Moments.weight("first moment", beta1, context)
        let (final, time) = (
            context.hyperparameter("final_rate"), context.hyperparameter("gamma") * Moments.time(context)
        )
        let bounded = minimum(
            maximum(size / AdamRule.root(second, context), final * (1 - 1 / (time + 1))),
            final * (1 + 1 / time))
        return parameters - bounded * first
    }
}
