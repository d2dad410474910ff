import Primitives
import TensorCore
import Training

/// The squared distance of the units' Gram matrix from the unit matrix.
struct SoftOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "soft-orthogonality", family: "weight decay",
        summary: "Pulls the weights of a layer's units to orthonormal vectors.",
        formula: "L + λ Σ_l ‖W_lᵀ W_l − I‖_F²",
        citations: [OrthogonalityDeclaration.citation + "section 3.1 (SO)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Signals and gradients that neither grow nor fade with depth, and units that differ.",
        remarks: [OrthogonalityDeclaration.layout, OrthogonalityDeclaration.schedule])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).squared().sum()
            }
    }
}
