import Primitives
import TensorCore
import Training

/// λ ((1 − α) Σ √|g| ‖w_g‖ + α ‖w‖₁) over the groups of every weight, and its proximal map.
private struct GroupSparsity {
    let groups: WeightGroups
    let form: PenaltyForm

    init(_ arguments: Arguments) {
        groups = WeightGroups(arguments)
        form = PenaltyForm(arguments)
    }

    func penalty(_ parameters: Tensor, ratio: Tensor?, _ context: MethodContext) -> Tensor {
        guard form == .subgradient else { return context.graph.scalar(0) }
        let value = context.sumOverMatrices(of: parameters) { weight in
            let grouped = groups.norms(weight.matrix).sum() * groups.rootSize(weight.matrix)
            return ratio.map { (1 - $0) * grouped + $0 * weight.value.absolute().sum() } ?? grouped
        }
        return context.hyperparameter("strength") * value
    }

    func transform(_ updated: Tensor, ratio: Tensor?, _ context: MethodContext) -> Tensor {
        guard form == .proximal else { return updated }
        let step = context.learningRate * context.hyperparameter("strength")
        let zero = context.graph.scalar(0)
        return context.mapTensors(of: updated) { weight in
            guard weight.specification.role == .weight else { return weight.value }
            let matrix = ratio.map { PenaltyAlgebra.softThreshold(weight.matrix, step * $0) } ?? weight.matrix
            let threshold = (ratio.map { step * (1 - $0) } ?? step) * groups.rootSize(matrix)
            return matrix * maximum(1 - threshold / PenaltyAlgebra.divisor(groups.norms(matrix)), zero)
        }
    }
}

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
