import Primitives
import TensorCore
import Training

/// SGD with an average in place of a schedule.
struct ScheduleFreeSGD: Optimizer, EvaluationParameters {
    static let declaration = ComponentDeclaration(
        id: "schedule-free-sgd", family: "optimisers",
        summary: "SGD with interpolated averaging in place of a learning-rate schedule.",
        formula: ScheduleFreeRule.formula + ";  d = g", citations: ScheduleFreeRule.citations,
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: 1, "The step size of z."),
            .hyperparameter(
                "momentum", symbol: "β", in: .openClosed(0, 1), default: 0.9, "How near y is to x."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update", "evaluation parameters"],
        purpose: "Results of a decayed rate at every step, without knowing when training ends.",
        exclusive: ["evaluation parameters"], remarks: ScheduleFreeRule.remarks)

    private let rule: ScheduleFreeRule

    init(arguments: Arguments) { rule = ScheduleFreeRule(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        rule.step(parameters, gradient, context.hyperparameter("momentum"), context)
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        rule.evaluated(parameters, context.hyperparameter("momentum"), context)
    }
}
