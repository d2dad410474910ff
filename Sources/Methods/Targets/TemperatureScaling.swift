import Primitives
import TensorCore
import Training

/// One temperature for all logits, fitted on the validation rows after training.
struct TemperatureScaling: PipelineTransform, OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "temperature-scaling", family: "targets",
        summary: "Divides the logits by a temperature that is fitted on the validation rows after training.",
        formula: "z ← z / T,  T = argmin Σ_i L(z_i / T, t_i) over the validation rows",
        citations: [
            "Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, section 4.2",
            "Platt 1999, Probabilistic outputs for support vector machines",
        ],
        parameters: [
            ParameterDeclaration(
                "fitted_on", .choice(["validation", "none"]), default: .text("validation"),
                neutral: .text("none"),
                "The rows that the temperature is fitted on; none leaves it at 1.")
        ],
        seams: ["pipeline", "outputs"],
        purpose: "Calibration without any change of the predicted class.",
        remarks: [
            "The minimum is found by bisection: the likelihood is convex in 1/T. T lies between 1/100 and 100.",
            "Validation metrics after the fit are measured on the rows that chose T.",
            "The temperature is fitted once, after all other stages, to what the whole stack puts out: list it first, "
                + "which is outermost.",
            "It needs validation rows; a suite without them is refused.",
        ],
        tasks: [.classification])

    private let isFitted: Bool

    init(arguments: Arguments) { isFitted = arguments.text("fitted_on") == "validation" }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard isFitted, !composition.hasValidation else { return nil }
        return Diagnostic("it needs validation rows", remedy: Composition.validationRemedy)
    }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        guard isFitted else { return stages }
        return stages + [TemperatureFit(state: "\(Self.declaration.id)/temperature")]
    }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor {
        guard isFitted else { return inner(inputs) }
        return inner(inputs) / context.state("temperature", [], start: .filled(.constant(1)), lifetime: .cell)
    }
}
