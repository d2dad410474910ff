import Primitives
import TensorCore
import Training

/// The squared ratio of the L1 to the L2 norm of every weight, added to the objective.
struct HoyerSquare: Penalty {
    static let declaration = ComponentDeclaration(
        id: "hoyer-square", family: "weight decay",
        summary:
            "Adds the squared ratio of L1 to L2 norm of every weight to the loss: sparsity without shrinkage.",
        formula: "L + λ Σ_l (Σ|w|)² / Σw²;  of groups: (Σ_g ‖w_g‖₂)² / Σw²",
        citations: [
            "Yang, Wen & Li 2020, DeepHoyer: learning sparser neural network with differentiable scale-invariant "
                + "sparsity measures, eqs. 3 and 4",
            "Hoyer 2004, Non-negative matrix factorization with sparseness constraints",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-4, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "groups", .choice(["elements", "inputs", "outputs", "both"]), default: .text("elements"),
                "What is made sparse: single weights, what leaves an input unit, what enters an output unit, or both "
                    + "the latter (Group-HS)."),
        ],
        seams: ["penalty"],
        purpose:
            "Sparse weights: it pulls small weights to 0 and pushes large ones up, whatever their scale.",
        remarks: [
            "Scale-invariant: its gradient is orthogonal to the weights of a layer, and grows as they shrink.",
            "The value lies between 1 and the number of weights; as a subgradient method it makes no exact zeros.",
        ])

    private let groups: String

    init(arguments: Arguments) { groups = arguments.text("groups") }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let value = context.sumOverMatrices(of: parameters) { weight in
            let matrix = weight.matrix
            var sums: [Tensor] = []
            if groups == "elements" { sums.append(matrix.absolute().sum()) }
            if groups == "inputs" || groups == "both" { sums.append(WeightGroups.inputs.norms(matrix).sum()) }
            if groups == "outputs" || groups == "both" {
                sums.append(WeightGroups.outputs.norms(matrix).sum())
            }
            let numerator = sums.dropFirst().reduce(sums[0].squared()) { $0 + $1.squared() }
            let squares = matrix.squared().sum()
            // Of a weight that is 0 throughout, the numerator is 0 too.
            return numerator / PenaltyAlgebra.nonZero(squares)
        }
        return context.hyperparameter("strength") * value
    }
}
