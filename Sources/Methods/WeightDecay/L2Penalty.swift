import Primitives
import TensorCore
import Training

/// A squared-norm penalty on the objective: weight decay coupled to the gradient.
struct L2Penalty: Penalty {
    static let declaration = ComponentDeclaration(
        id: "l2", family: "weight decay",
        summary: "Adds half the squared norm of the weights to the loss (coupled decay).",
        formula: "L + (λ/2) ‖w‖²,  so g ← g + λ w",
        citations: [
            "Hoerl & Kennard 1970, Ridge regression: biased estimation for nonorthogonal problems",
            "Krogh & Hertz 1991, A simple weight decay can improve generalization",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            DecayScope.declaration,
        ],
        seams: ["penalty"],
        purpose: "Keeping weights small where there are few rows for many parameters.",
        remarks: [
            "Under an adaptive optimiser the penalty's gradient is rescaled with the rest; decoupled decay is not.",
            "The reported training loss contains the penalty.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        return strength * (0.5 * scope(parameters, strength: strength, context).squared().sum())
    }
}
