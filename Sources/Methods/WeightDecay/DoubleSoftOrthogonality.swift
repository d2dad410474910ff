import Primitives
import TensorCore
import Training

/// Soft orthogonality of both Gram matrices.
struct DoubleSoftOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "double-soft-orthogonality", family: "weight decay",
        summary: "Pulls both the columns and the rows of every weight to orthonormal vectors.",
        formula: "L + λ Σ_l (‖W_lᵀ W_l − I‖_F² + ‖W_l W_lᵀ − I‖_F²)",
        citations: [OrthogonalityDeclaration.citation + "section 3.2 (DSO)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Soft orthogonality that is fair to layers with more units than inputs.",
        remarks: [OrthogonalityDeclaration.layout, OrthogonalityDeclaration.schedule])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).squared().sum()
                    + PenaltyAlgebra.rowDefect($0.matrix).squared().sum()
            }
    }
}
