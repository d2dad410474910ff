import Primitives
import TensorCore
import Training

/// Group lasso and L1 in a fixed proportion.
struct SparseGroupLasso: Penalty, UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "sparse-group-lasso", family: "weight decay",
        summary: "Adds group norms and magnitudes of the weights to the loss: sparse groups, sparse within.",
        formula:
            "L + λ ((1 − α) Σ_g √|g| ‖w_g‖₂ + α ‖w‖₁);  proximal: soft thresholding by η λ α, then the group shrinkage "
            + "by η λ (1 − α) √|g|",
        citations: [
            "Simon, Friedman, Hastie & Tibshirani 2013, A sparse-group lasso, eqs. 3 and 12",
            "Scardapane, Comminiello, Hussain & Uncini 2017, Group sparse regularization for deep neural networks, eq. 7",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "l1_ratio", symbol: "α", in: .closed(0, 1), default: 0.5,
                "The share of the L1 penalty: 0 is group-lasso, 1 is l1."),
            WeightGroups.declaration,
            PenaltyForm.declaration(.subgradient),
        ],
        seams: ["penalty", "update"],
        purpose: "Switches off whole inputs and units, and single weights of those that stay.",
        remarks: [
            "Scardapane et al. weigh both penalties alike: half of λ here with α = 0.5.",
            "Only the proximal form makes exact zeros; its penalty is not part of the reported training loss.",
        ])

    private let sparsity: GroupSparsity

    init(arguments: Arguments) { sparsity = GroupSparsity(arguments) }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        sparsity.penalty(parameters, ratio: context.hyperparameter("l1_ratio"), context)
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        sparsity.transform(updated, ratio: context.hyperparameter("l1_ratio"), context)
    }
}
