import Primitives
import TensorCore
import Training

/// The largest element of the distance of the units' Gram matrix from the unit matrix.
struct MutualCoherence: Penalty {
    static let declaration = ComponentDeclaration(
        id: "mutual-coherence", family: "weight decay",
        summary: "Penalises the largest deviation from orthonormality among a layer's units.",
        formula: "L + λ Σ_l max_ij |W_lᵀ W_l − I|_ij",
        citations: [OrthogonalityDeclaration.citation + "section 3.3 (MC)"],
        parameters: [OrthogonalityDeclaration.strength(0.01)], seams: ["penalty"],
        purpose: "Orthogonality where it is worst.",
        remarks: [
            OrthogonalityDeclaration.layout,
            "The norm is the largest magnitude of an element, as in the authors' code; elements that tie share the "
                + "gradient evenly.",
        ])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                PenaltyAlgebra.columnDefect($0.matrix).absolute().maximum(over: [0, 1])
            }
    }
}
