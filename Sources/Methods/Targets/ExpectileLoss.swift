import Primitives
import TensorCore
import Training

/// The squared error, weighed by the residual's sign.
struct ExpectileLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "expectile", family: "targets",
        summary: "Weighs the loss of rows that are predicted too low against those predicted too high.",
        formula: "2 τ l where y > f, 2 (1 − τ) l elsewhere,  l = (f − y)²",
        citations: ["Newey & Powell 1987, Asymmetric least squares estimation and testing"],
        parameters: [
            .hyperparameter(
                "tau", symbol: "τ", in: .open(0, 1), default: 0.75, neutral: 0.5,
                "Which expectile; 0.5 is the mean.")
        ],
        seams: ["loss"], purpose: "A prediction that errs to one side.",
        remarks: ["Weighs whatever loss stands inside it in the stack."],
        tasks: [.regression])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? { composition.refusalOfWidenedOutputs() }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let tau = context.hyperparameter("tau")
        return select(pass.targets .> pass.outputs, 2 * tau, 2 - 2 * tau) * inner(pass)
    }
}
