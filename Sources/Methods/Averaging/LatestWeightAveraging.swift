import Primitives
import TensorCore
import Training

/// The mean of the parameters at the ends of the latest epochs.
struct LatestWeightAveraging: AfterStep, EvaluationParameters, PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "lawa", family: "averaging",
        summary:
            "Evaluates the mean of the parameters at the ends of the k latest epochs (latest weight averaging).",
        formula: "w̄ = (1/k) Σ_{j<k} w at the end of epoch e − j",
        citations: [
            "Kaddour 2022, Stop wasting my time! Saving days of ImageNet and BERT training with latest weight averaging, "
                + "section 2"
        ],
        parameters: [
            ParameterDeclaration(
                "checkpoints", symbol: "k", .integer(1...100), default: .integer(6), neutral: .integer(1),
                "How many epochs are averaged; 1 evaluates the latest alone."),
            AveragedStatistics.declaration,
        ],
        seams: ["after step", "pipeline", "evaluation parameters"],
        purpose: "Better models early in training, for the memory of k copies of the parameters.",
        exclusive: ["evaluation parameters"],
        remarks: [
            "While fewer epochs have ended, those are averaged.",
            AveragedStatistics.remark,
        ])

    private let checkpoints: Int
    private let arguments: Arguments

    init(arguments: Arguments) {
        self.arguments = arguments
        checkpoints = arguments.integer("checkpoints")
    }

    private func checkpoint(_ number: Int, _ context: MethodContext) -> Tensor {
        context.state("checkpoint\(number)", count: context.layout.count)
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        guard checkpoints > 1 else { return parameters }
        let isOver = context.clock(.isLastStepOfEpoch)
        for number in 0..<checkpoints {
            let newer = number == 0 ? parameters : checkpoint(number - 1, context)
            context.assign(select(isOver, newer, checkpoint(number, context)), to: "checkpoint\(number)")
        }
        let count = context.state("ended", count: 1)
        let most = context.graph.scalar(Float(checkpoints))
        context.assign(minimum(count + isOver, most), to: "ended")
        return parameters
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        guard checkpoints > 1 else { return parameters }
        // What has not been filled is 0.
        let sum = (1..<checkpoints).reduce(checkpoint(0, context)) { $0 + checkpoint($1, context) }
        let count = context.state("ended", count: 1)
        let one = context.graph.scalar(1)
        return select(count .> context.graph.scalar(0), sum * (1 / maximum(count, one)), parameters)
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        AveragedStatistics.pipeline(stages, settings, arguments, isAveraging: checkpoints > 1)
    }
}
