import Primitives
import TensorCore
import Training

/// Double backpropagation: a penalty on the gradient of the loss by the inputs.
struct InputGradientPenalty: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "input-gradient-penalty", family: "sharpness",
        summary: "Penalises the squared gradient of every row's loss by its inputs (double backpropagation).",
        formula: "L + (λ/2) · (1/B) Σᵢ ‖∂ℓᵢ/∂xᵢ‖²",
        citations: [
            "Drucker & LeCun 1992, Improving generalization performance using double backpropagation",
            "Ross & Doshi-Velez 2018, Improving the adversarial robustness and interpretability of deep neural networks by "
                + "regularizing their input gradients",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.1, neutral: 0, "The penalty's weight.")
        ],
        costInPasses: 3, seams: ["objective"],
        purpose:
            "Losses that change little under small changes of the inputs: robustness and smooth saliency.",
        remarks: [
            "Exact, by differentiating twice; under batch norm the gradient includes what a row does to the others.",
            "The loss transforms of the stack are part of ℓ; a row's weight multiplies its penalty. Inputs that are looked "
                + "up in an embedding have no gradient.",
            "The default is one point of the range in use; there is no canonical one.",
        ])

    init(arguments: Arguments) {}

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        // A pass of its own at gated parameters: while the method is off, no second derivative sees large weights.
        let pass = pass.again()
        let squares = InputSensitivity.rowSums(InputSensitivity.slopes(pass).squared())
        return context.hyperparameter("strength") * (0.5 * pass.meanOverRows(squares))
    }
}

/// What penalties on derivatives by the inputs share.
enum InputSensitivity {
    /// The gradient of every row's loss by its inputs, of the inputs' shape: the rows' weights take no part.
    static func slopes(_ pass: ForwardPass) -> Tensor {
        var pass = pass
        pass.weights = nil
        return Float(pass.inputs.shape[0]) * gradient(of: pass.meanLoss, withRespectTo: [pass.inputs])[0]
    }

    /// The sum of every row, rows × 1.
    static func rowSums(_ x: Tensor) -> Tensor {
        x.reshaped([x.shape[0], x.shape.count / x.shape[0]]).sumOverLastAxis()
    }
}
