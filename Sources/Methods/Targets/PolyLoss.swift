import Primitives
import TensorCore
import Training

/// Cross-entropy with another first coefficient of its expansion in 1 − p.
struct PolyLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "poly", family: "targets",
        summary: "Poly-1: changes the first coefficient of cross-entropy's series in 1 − p.",
        formula: "L + ε Σ_k t_k (1 − p_k)",
        citations: [
            "Leng, Tan, Liu, Cubuk, Shi, Cheng & Anguelov 2022, PolyLoss: a polynomial expansion perspective of "
                + "classification loss functions, section 4 (Poly-1)"
        ],
        parameters: [
            .hyperparameter(
                "epsilon", symbol: "ε", in: .all, default: 1, neutral: 0,
                "What is added to the first coefficient, which is 1.")
        ],
        seams: ["loss"],
        purpose:
            "A one-parameter change of the loss; ε > 0 pushes up confidence in balanced tasks, ε < 0 down.",
        remarks: [
            "On top of focal it is Poly-1 of the focal loss, up to the factor (1 − p)^γ of the added term."
        ],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        inner(pass) + context.hyperparameter("epsilon") * pass.targets * (1 - pass.probabilities)
    }
}
