import Primitives
import TensorCore
import Training

/// Soft orthogonality within groups of units.
struct GroupOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "group-orthogonality", family: "weight decay",
        summary: "Pulls the units of each of several groups of a layer to orthonormal weights.",
        formula:
            "L + λ Σ_l Σ_S min side: ‖W_S W_Sᵀ − I‖_F² or ‖W_Sᵀ W_S − I‖_F²;  S: the units of a group (inter), or the "
            + "i-th units of all groups (intra)",
        citations: [
            "Kurtz, Bar & Giryes 2023, Group orthogonalization regularization for vision models adaptation and robustness",
            "Kurtz, Bar & Giryes 2023, authors' code (YoavKurtz/GOR)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-3, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "groups", symbol: "N", .integer(1...1024), default: .integer(4),
                "How many groups a layer has at most."),
            ParameterDeclaration(
                "minimum_units", .integer(1...1024), default: .integer(4),
                "How many units a group has at least."),
            ParameterDeclaration(
                "sets", .choice(["inter", "intra"]), default: .text("inter"),
                "What is made orthonormal: neighbouring units (inter), or one unit of every group (intra)."),
        ],
        seams: ["penalty"],
        purpose: "Soft orthogonality at a fraction of its cost.",
        remarks: [
            "One group is soft orthogonality of the smaller Gram matrix.",
            "Where the number of units cannot be divided, the next smaller number of groups that divides it is used; "
                + "the authors' code stops there. They leave out fully connected layers by default; here every weight "
                + "takes part.",
            "The default number of groups is ours.",
        ])

    private let groups: Int
    private let minimum: Int
    private let isInter: Bool

    init(arguments: Arguments) {
        groups = arguments.integer("groups")
        minimum = arguments.integer("minimum_units")
        isInter = arguments.text("sets") == "inter"
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength") * context.sumOverMatrices(of: parameters) { defect($0.matrix) }
    }

    private func defect(_ matrix: Tensor) -> Tensor {
        let (fanIn, units) = (matrix.shape[0], matrix.shape[1])
        let most = max(1, min(groups, units / minimum))
        let count = (1...most).last { units % $0 == 0 }!
        let grouped = matrix.transposed().reshaped([count, units / count, fanIn])
        let sets = isInter ? grouped : grouped.permuted([1, 0, 2])
        let size = sets.shape[1]
        let isTall = size >= fanIn
        let gram = batchedMatmul(sets, sets, transposeA: isTall, transposeB: !isTall)
        let identity = PenaltyAlgebra.identity(isTall ? fanIn : size, matrix.graph)
        return (gram - identity.broadcast(to: gram.shape)).squared().sum()
    }
}
