import Primitives
import TensorCore
import Training

/// An exponential moving average of the parameters.
struct ExponentialMovingAverage: AfterStep, EvaluationParameters, PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "ema", family: "averaging",
        summary: "Evaluates an exponential moving average of the parameters over steps.",
        formula:
            "v ← β_t v + (1 − β_t) w after every step, v₀ = w₀;  β_t = β, or min(β, (1 + t)/(10 + t)) with warm-up",
        citations: [
            "Polyak & Juditsky 1992, Acceleration of stochastic approximation by averaging",
            "Tarvainen & Valpola 2017, Mean teachers are better role models: Weight-averaged consistency targets improve "
                + "semi-supervised deep learning results",
            "Morales-Brotons, Vogels & Hendrikx 2024, Exponential moving average of weights in deep learning: Dynamics and "
                + "benefits",
        ],
        parameters: [
            .hyperparameter(
                "decay", symbol: "β", in: .halfOpen(0, 1), default: 0.99, neutral: 0,
                "How much of the average stays in a step; it spans about 1/(1 − β) steps."),
            ParameterDeclaration(
                "warmup", .boolean, default: .boolean(true),
                "Whether the decay is held down at first, so that the initial parameters are forgotten."),
            AveragedStatistics.declaration,
        ],
        seams: ["after step", "pipeline", "evaluation parameters"],
        purpose:
            "Works like a falling learning rate without one: steadier, often better and better calibrated models.",
        exclusive: ["evaluation parameters"],
        remarks: [
            "In the warm-up t counts the steps before this one, as in the common implementations: β₀ = 0.1 at most.",
            "Common decays are 0.99 to 0.9999: choose by the number of steps, a hundred epochs of few steps need a small "
                + "one.",
            AveragedStatistics.remark,
        ])

    private let hasWarmUp: Bool
    private let arguments: Arguments

    init(arguments: Arguments) {
        self.arguments = arguments
        hasWarmUp = arguments.boolean("warmup")
    }

    private func average(_ context: MethodContext) -> Tensor {
        context.state("average", [context.layout.count], start: .parameters)
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        var decay = context.hyperparameter("decay")
        if hasWarmUp {
            let step = context.clock(.step)
            decay = minimum(decay, (step + 1) / (step + 10))
        }
        let average = average(context)
        // Off is off also where the average is no longer finite.
        let next = select(decay .> context.graph.scalar(0), decay * average, context.graph.scalar(0))
        context.assign(next + (1 - decay) * parameters, to: "average")
        return parameters
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor { average(context) }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        AveragedStatistics.pipeline(
            stages, settings, arguments, isAveraging: arguments.schedule("decay").constantValue != 0)
    }
}
