import Primitives
import TensorCore
import Training

/// The mean of the parameters after all late steps.
struct PolyakAveraging: AfterStep, EvaluationParameters, PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "polyak-averaging", family: "averaging",
        summary:
            "Evaluates the mean of the parameters over all steps from some time on (Polyak–Ruppert averaging).",
        formula: "n ← n + 1,  w̄ ← w̄ + (w − w̄)/n  after every step from the start on",
        citations: [
            "Polyak & Juditsky 1992, Acceleration of stochastic approximation by averaging",
            "Ruppert 1988, Efficient estimations from a slowly convergent Robbins–Monro process",
            "Rakhlin, Shamir & Sridharan 2012, Making gradient descent optimal for strongly convex stochastic optimization "
                + "(α-suffix averaging)",
        ],
        parameters: [
            ParameterDeclaration(
                "start", .real(.closed(0, 1)), default: .real(0.5), neutral: .real(1),
                "After which part of the steps averaging begins; 0 is the average of all, 1 averages nothing."
            ),
            AveragedStatistics.declaration,
        ],
        seams: ["after step", "pipeline", "evaluation parameters"],
        purpose:
            "Takes the noise of the last steps out; the optimal rate on convex problems without a falling step size.",
        exclusive: ["evaluation parameters"],
        remarks: [
            "The initial parameters are not part of the mean. Suffix averaging with α is a start of 1 − α.",
            AveragedStatistics.remark,
        ])

    private let start: Double
    private let arguments: Arguments

    init(arguments: Arguments) {
        self.arguments = arguments
        start = arguments.real("start")
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let isBefore = context.graph.scalar(Float(start)) .> context.clock(.progress)
        RunningMean.update(with: parameters, where: (1 - isBefore).reshaped([1]), context)
        return parameters
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        RunningMean.value(orElse: parameters, context)
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        AveragedStatistics.pipeline(stages, settings, arguments, isAveraging: start < 1)
    }
}
