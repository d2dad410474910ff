import Primitives
import TensorCore
import Training

/// The mean of the parameters at the ends of late epochs.
struct StochasticWeightAveraging: AfterStep, EvaluationParameters, PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "swa", family: "averaging",
        summary:
            "Evaluates the mean of the parameters at the ends of the last epochs (stochastic weight averaging).",
        formula: "at the end of every c-th epoch from the start on: n ← n + 1,  w̄ ← w̄ + (w − w̄)/n",
        citations: [
            "Izmailov, Podoprikhin, Garipov, Vetrov & Wilson 2018, Averaging weights leads to wider optima and better "
                + "generalization, algorithm 1"
        ],
        parameters: [
            ParameterDeclaration(
                "start", .real(.closed(0, 1)), default: .real(0.75), neutral: .real(1),
                "After which part of the epochs averaging begins; 1 averages nothing but the end."),
            ParameterDeclaration(
                "cycle", symbol: "c", .integer(1...1_000_000), default: .integer(1),
                "Epochs from one model to the next."),
            AveragedStatistics.declaration,
        ],
        seams: ["after step", "pipeline", "evaluation parameters"],
        purpose:
            "Wider optima and better test error for no extra pass; best with a constant or cyclical learning rate.",
        exclusive: ["evaluation parameters"],
        remarks: [
            "The learning rate is a schedule of the suite: high and constant, or cyclical with the period of the cycle.",
            "The model at the start is the first of the mean, as in the paper. Before that the trained parameters are "
                + "evaluated.",
            AveragedStatistics.remark,
        ])

    private let start: Double
    private let cycle: Int
    private let arguments: Arguments

    init(arguments: Arguments) {
        self.arguments = arguments
        start = arguments.real("start")
        cycle = arguments.integer("cycle")
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let graph = context.graph
        let begin = Float(start) * context.clock(.epochs)
        let isOver = context.clock(.isLastStepOfEpoch) * (1 - (begin .> context.clock(.epoch) + 1))
        // Epochs until the next model is taken.
        let wait = context.state("wait", count: 1)
        let isTaken = isOver * (wait .== graph.scalar(0))
        let left = select(isTaken, graph.scalar(Float(cycle - 1)), wait - 1)
        context.assign(select(isOver, left, wait), to: "wait")
        RunningMean.update(with: parameters, where: isTaken, context)
        return parameters
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        RunningMean.value(orElse: parameters, context)
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        AveragedStatistics.pipeline(stages, settings, arguments, isAveraging: start < 1)
    }
}

/// A mean of parameters in two states of a method.
enum RunningMean {
    /// n ← n + 1, w̄ ← w̄ + (w − w̄)/n where `condition` (one element) is 1.
    static func update(with parameters: Tensor, where condition: Tensor, _ context: MethodContext) {
        let count = context.state("models", count: 1)
        let mean = context.state("mean", count: context.layout.count)
        let next = count + 1
        let moved = mean + (parameters - mean) * (1 / next)
        context.assign(select(condition, next, count), to: "models")
        context.assign(select(condition, moved, mean), to: "mean")
    }

    /// w̄, or `parameters` while there is none.
    static func value(orElse parameters: Tensor, _ context: MethodContext) -> Tensor {
        let count = context.state("models", count: 1)
        let mean = context.state("mean", count: context.layout.count)
        return select(count .> context.graph.scalar(0), mean, parameters)
    }
}
