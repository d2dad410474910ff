import Primitives
import TensorCore
import Training

/// A mean of all steps that weighs later ones more.
struct PolynomialDecayAveraging: AfterStep, EvaluationParameters, PipelineTransform {
    static let declaration = ComponentDeclaration(
        id: "polynomial-decay-averaging", family: "averaging",
        summary:
            "Evaluates a mean of the parameters over all steps in which late ones count polynomially more.",
        formula: "w̄ ← (1 − c) w̄ + c w,  c = (p + 1)/(t + p) at step t = 1, 2, …",
        citations: [
            "Shamir & Zhang 2013, Stochastic gradient descent for non-smooth optimization: Convergence results and optimal "
                + "averaging schemes, eq. 2"
        ],
        parameters: [
            ParameterDeclaration(
                "power", symbol: "p", .integer(0...1000), default: .integer(3),
                "0 is the plain mean of all steps; larger forgets faster."),
            ParameterDeclaration(
                "averages", .boolean, default: .boolean(true), neutral: .boolean(false),
                "Whether the mean is evaluated; false switches the method off."),
            AveragedStatistics.declaration,
        ],
        seams: ["after step", "pipeline", "evaluation parameters"],
        purpose: "Averaging that needs no start to be chosen: early steps are forgotten by themselves.",
        exclusive: ["evaluation parameters"],
        remarks: [
            "At step 1 the weight is 1. The paper's experiments have p = 3.",
            AveragedStatistics.remark,
        ])

    private let power: Int
    private let isOn: Bool
    private let arguments: Arguments

    init(arguments: Arguments) {
        self.arguments = arguments
        power = arguments.integer("power")
        isOn = arguments.boolean("averages")
    }

    private func mean(_ context: MethodContext) -> Tensor {
        context.state("mean", [context.layout.count], start: .parameters)
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        guard isOn else { return parameters }
        let share = Float(power + 1) / (context.clock(.step) + Float(power + 1))
        let mean = mean(context)
        context.assign(mean + share * (parameters - mean), to: "mean")
        return parameters
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        isOn ? mean(context) : parameters
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        AveragedStatistics.pipeline(stages, settings, arguments, isAveraging: isOn)
    }
}
