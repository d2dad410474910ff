import Primitives
import TensorCore
import Training

/// A penalty on the change of the input gradient along its sign.
struct CurvatureRegularization: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "curvature-regularization", family: "sharpness",
        summary: "Penalises how much the gradient by the inputs changes a step along its sign (CURE).",
        formula: "L + λ · (1/B) Σᵢ ‖∇ₓℓ(xᵢ + h zᵢ) − ∇ₓℓ(xᵢ)‖²,  zᵢ = sign ∇ₓℓ(xᵢ)/‖sign ∇ₓℓ(xᵢ)‖",
        citations: [
            "Moosavi-Dezfooli, Fawzi, Uesato & Frossard 2019, Robustness via curvature regularization, and vice versa, "
                + "section 4 and the authors' code"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.1, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "step", symbol: "h", in: .positive, default: 1, "How far the inputs move."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "The squared norm of the change (paper), or the norm itself (code)."),
        ],
        costInPasses: 5, seams: ["objective"],
        purpose: "Robustness to attacks without attacking: the loss becomes nearly linear around each row.",
        remarks: [
            "The direction z is held fixed when the penalty is differentiated. The authors' code has λ = 4 and h = 3 on images, "
                + "h rising over the first epochs (a schedule here); the defaults are for standardised columns.",
            "The loss transforms of the stack are part of ℓ; a row's weight multiplies its penalty. The authors freeze batch "
                + "norm in the penalty, here it is as in training.",
        ])

    private let isPaper: Bool

    init(arguments: Arguments) { isPaper = arguments.text("variant") == "paper" }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        // Passes of their own at gated parameters: see InputGradientPenalty.
        let here = InputSensitivity.slopes(pass.again())
        let zero = context.graph.scalar(0)
        let signs =
            (select(here .> zero, context.graph.scalar(1), zero)
                - select(zero .> here, context.graph.scalar(1), zero))
        let length = InputSensitivity.rowSums(signs.squared()).squareRoot() + 1e-7
        let inverse = (1 / length).reshaped(
            Shape([pass.inputs.shape[0]] + pass.inputs.shape.dimensions.dropFirst().map { _ in 1 }))
        let moved = pass.inputs + context.hyperparameter("step") * (signs * inverse).stoppingGradient()
        let change = InputSensitivity.slopes(pass.again(inputs: moved)) - here
        let squares = InputSensitivity.rowSums(change.squared())
        // The root of a vanished change has no gradient.
        let sizes = isPaper ? squares : (squares + 1e-12).squareRoot()
        return context.hyperparameter("strength") * pass.meanOverRows(sizes)
    }
}
