import Primitives
import TensorCore
import Training

/// Cosines between the last hidden activations and the classes' weights as logits, with a margin for the label.
struct AngularMargin: LossTransform, Reparameterization, OutputTransform {
    static let declaration = ComponentDeclaration(
        id: "angular-margin", family: "targets",
        summary:
            "Normalises the last layer's inputs and weights, and asks for a margin of the label's cosine.",
        formula:
            "L(s c, t),  c_k = cos θ_k = ⟨h, w_k⟩ / (‖h‖ ‖w_k‖);  for the label cos(θ + m) (arcface) or cos θ − m "
            + "(cosface)",
        citations: [
            "Deng, Guo, Xue & Zafeiriou 2019, ArcFace: additive angular margin loss for deep face recognition, eq. 3",
            "Wang, Wang, Zhou, Ji, Gong, Zhou, Li & Liu 2018, CosFace: large margin cosine loss for deep face recognition, "
                + "eq. 4",
            "Wang, Xiang, Cheng & Yuille 2017, NormFace: L2 hypersphere embedding for face verification",
        ],
        parameters: [
            .hyperparameter(
                "scale", symbol: "s", in: .nonNegative, default: 16, neutral: 0,
                "What cosines are multiplied by; 0 leaves the model as it is."),
            .hyperparameter(
                "margin", symbol: "m", in: .nonNegative, default: 0.35,
                "The margin; 0 only normalises (NormFace)."),
            ParameterDeclaration(
                "kind", .choice(["arcface", "cosface"]), default: .text("arcface"),
                "Whether the margin is added to the angle or taken from the cosine."),
        ],
        seams: ["loss", "reparameterisation", "outputs"],
        purpose: "Compact classes; also the normalised layer that margins for rare classes were made for.",
        exclusive: ["weight scale"],
        remarks: [
            "Beyond θ = π − m the angular margin goes on as cos θ − m sin m, as in common implementations.",
            "The output layer's bias has no part. In evaluation the outputs are s c, without the margin.",
            "The papers' margins are 0.5 (arcface) and 0.35 (cosface), their scale 64; few classes want a smaller one.",
            "LDAM as its authors train it is this with margin 0 and scale 1, then ldam with scale 30.",
        ],
        tasks: [.classification])

    private let isAngle: Bool

    init(arguments: Arguments) { isAngle = arguments.text("kind") == "arcface" }

    func refusal(in composition: Composition) -> Diagnostic? { OutputLayer.refusal(in: composition) }

    func acts(on parameter: ParameterSpecification) -> Bool { parameter.name == OutputLayer.weight }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor { value * (1 / (value.squared().sum(over: [0], keepingAxes: true) + 1e-12).squareRoot()) }

    /// The cosines that belong to `outputs`, which are products of activations and unit weights.
    private func cosines(_ outputs: Tensor, _ pass: ForwardPass) -> Tensor {
        guard let h = pass.lastHidden else { return outputs }
        let norm = (h.squared().sumOverLastAxis() + 1e-12).squareRoot()
        return (outputs - pass.parameters[OutputLayer.bias]) * (1 / norm)
    }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let cosine = cosines(pass.outputs, pass)
        let margin = context.hyperparameter("margin")
        var withMargin = cosine - margin
        if isAngle {
            let sine = (1 - cosine.squared()).atLeast(1e-7).squareRoot()
            let added = cosine * margin.cosine() - sine * margin.sine()
            withMargin = select(cosine .> -margin.cosine(), added, cosine - margin * margin.sine())
        }
        let labelled = cosine + pass.targets * (withMargin - cosine)
        return inner(pass.with(outputs: context.hyperparameter("scale") * labelled))
    }

    func outputs(
        _ inputs: Tensor, using inner: (Tensor) -> Tensor, _ model: EvaluationModel, _ context: MethodContext
    ) -> Tensor { context.hyperparameter("scale") * cosines(inner(inputs), model.pass(inputs)) }
}
