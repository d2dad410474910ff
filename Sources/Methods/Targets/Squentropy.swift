import Primitives
import TensorCore
import Training

/// Cross-entropy with the squared error of the other classes' outputs.
struct Squentropy: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "squentropy", family: "targets",
        summary: "Adds the mean squared logit of the classes that are not the label to cross-entropy.",
        formula: "L + λ / (K − 1) Σ_k (1 − t_k) z_k²",
        citations: ["Hui, Belkin & Wright 2023, Cut your losses with squentropy, eq. 1"],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0,
                "The squared part's weight; the paper has 1.")
        ],
        seams: ["loss"],
        purpose:
            "Classification without a parameter to tune; the paper finds better calibration than cross-entropy's.",
        remarks: ["The formula is from memory of the paper."],
        tasks: [.classification])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let others = (1 - pass.targets) * pass.outputs.squared()
        return inner(pass) + context.hyperparameter("strength") / Float(max(1, context.targetWidth - 1))
            * others
    }
}
