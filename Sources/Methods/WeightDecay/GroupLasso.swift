import Primitives
import TensorCore
import Training

/// The sum of the norms of groups of weights added to the objective.
struct GroupLasso: Penalty, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "group-lasso", family: "weight decay",
        summary: "Adds the norms of groups of weights to the loss, so that whole units are switched off.",
        formula:
            "L + λ Σ_g √|g| ‖w_g‖₂;  proximal: w_g ← w_g⁺ max(0, 1 − η λ √|g| / ‖w_g⁺‖),  w⁺ = step(w)",
        citations: [
            "Yuan & Lin 2006, Model selection and estimation in regression with grouped variables",
            "Scardapane, Comminiello, Hussain & Uncini 2017, Group sparse regularization for deep neural networks, "
                + "eqs. 5 and 6",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            WeightGroups.declaration,
            PenaltyForm.declaration(.subgradient),
        ],
        seams: ["penalty", "update"],
        purpose: "Switches off whole inputs and units rather than single weights.",
        remarks: [
            "The default groups are the paper's: what leaves an input or a hidden unit. The paper's groups of single "
                + "biases are left out.",
            "Only the proximal form makes groups that are exactly 0; its penalty is not part of the reported training "
                + "loss.",
            "A row of a convolution's kernel is one place of the window of one channel.",
        ])

    private let sparsity: GroupSparsity

    init(arguments: Arguments) { sparsity = GroupSparsity(arguments) }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        sparsity.penalty(parameters, ratio: nil, context)
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        sparsity.transform(updated, ratio: nil, context)
    }
}
