import Primitives
import TensorCore
import Training

/// AdamW with an average in place of a schedule.
struct ScheduleFreeAdamW: Optimizer, EvaluationParameters {
    static let declaration = ComponentDeclaration(
        id: "schedule-free-adamw", family: "optimisers",
        summary: "AdamW with interpolated averaging in place of momentum and a learning-rate schedule.",
        formula: ScheduleFreeRule.formula + ";  d = g / (√v̂ + ε), β = β₁",
        citations: ScheduleFreeRule.citations,
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: 0.0025, "The step size of z."),
            .hyperparameter(
                "beta1", symbol: "β₁", in: .openClosed(0, 1), default: 0.9, "How near y is to x."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.999, "Decay of the second moment."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to its root."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update", "evaluation parameters"],
        purpose: "Results of a decayed rate at every step, without knowing when training ends.",
        exclusive: ["evaluation parameters"], remarks: ScheduleFreeRule.remarks)

    private let rule: ScheduleFreeRule

    init(arguments: Arguments) { rule = ScheduleFreeRule(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let second = Moments.corrected(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        return rule.step(
            parameters, gradient / AdamRule.root(second, context), context.hyperparameter("beta1"), context)
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        rule.evaluated(parameters, context.hyperparameter("beta1"), context)
    }
}
