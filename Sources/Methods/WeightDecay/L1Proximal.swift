import Primitives
import TensorCore
import Training

/// Soft thresholding of the weights after the optimiser's step.
struct L1Proximal: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "l1-proximal", family: "weight decay",
        summary: "Soft-thresholds the weights after every step: the proximal form of the L1 penalty.",
        formula: "w ← sign(w⁺) max(|w⁺| − η λ, 0),  w⁺ = step(w)",
        citations: [
            "Daubechies, Defrise & De Mol 2004, An iterative thresholding algorithm for linear inverse problems with a "
                + "sparsity constraint",
            "Parikh & Boyd 2014, Proximal algorithms, sections 4.2 and 6.5.2",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-5, neutral: 0,
                "The penalty's weight: the threshold per unit of learning rate."),
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose:
            "Weights that are exactly 0, where subgradient steps on the L1 penalty only oscillate around it.",
        remarks: [
            "With plain SGD it is the proximal gradient method (ISTA). Under an adaptive optimiser the threshold is not "
                + "scaled like the gradient, so that it is a decoupled form.",
            "The reported training loss does not contain the penalty.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let threshold = context.learningRate * context.hyperparameter("strength")
        let shrunk = PenaltyAlgebra.softThreshold(updated, threshold)
        return scope == .all ? shrunk : select(context.weightMask, shrunk, updated)
    }
}
