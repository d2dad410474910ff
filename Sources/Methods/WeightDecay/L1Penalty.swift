import Primitives
import TensorCore
import Training

/// The sum of magnitudes added to the objective, descended by its subgradient.
struct L1Penalty: Penalty {
    static let declaration = ComponentDeclaration(
        id: "l1", family: "weight decay",
        summary: "Adds the sum of the weights' magnitudes to the loss.",
        formula: "L + λ ‖w‖₁,  so g ← g + λ sign(w),  sign(0) = 0",
        citations: [
            "Tibshirani 1996, Regression shrinkage and selection via the lasso",
            "Williams 1995, Bayesian regularization and pruning using a Laplace prior",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-5, neutral: 0, "The penalty's weight."),
            DecayScope.declaration,
        ],
        seams: ["penalty"],
        purpose: "Makes most weights small, a step towards sparse networks.",
        remarks: [
            "Subgradient steps of constant size never rest at 0: weights oscillate by about η λ, and a larger λ can "
                + "enlarge the final norm (Kumar 2023, GD doesn't make the cut). l1-proximal makes exact zeros.",
            "The reported training loss contains the penalty.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        return strength * scope(parameters, strength: strength, context).absolute().sum()
    }
}
