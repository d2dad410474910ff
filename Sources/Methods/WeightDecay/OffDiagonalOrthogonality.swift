import Primitives
import TensorCore
import Training

/// The squared products of different units' weights.
struct OffDiagonalOrthogonality: Penalty {
    static let declaration = ComponentDeclaration(
        id: "off-diagonal-orthogonality", family: "weight decay",
        summary: "Penalises the products of different units' weights and leaves their norms free.",
        formula: "L + λ Σ_l ‖W_lᵀ W_l ⊙ (1 − I)‖_F²",
        citations: [
            "Brock, Donahue & Simonyan 2019, Large scale GAN training for high fidelity natural image synthesis, eq. 3"
        ],
        parameters: [OrthogonalityDeclaration.strength(1e-4)], seams: ["penalty"],
        purpose: "Units that differ, without a constraint on their size.",
        remarks: [OrthogonalityDeclaration.layout])

    init(arguments: Arguments) {}

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        context.hyperparameter("strength")
            * context.sumOverMatrices(of: parameters) {
                let gram = matmul($0.matrix, $0.matrix, transposeA: true)
                let isDiagonal = PenaltyAlgebra.identity($0.matrix.shape[1], context.graph)
                return select(isDiagonal, context.graph.scalar(0), gram).squared().sum()
            }
    }
}
