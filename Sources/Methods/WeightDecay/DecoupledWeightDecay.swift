import Primitives
import TensorCore
import Training

/// Decay applied to the parameters beside the optimiser's step, whatever the optimiser (SGDW with SGD).
struct DecoupledWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "decoupled-weight-decay", family: "weight decay",
        summary: "Shrinks the weights beside the optimiser's step instead of through the gradient.",
        formula: "w ← step(w) − η λ w",
        citations: ["Loshchilov & Hutter 2019, Decoupled weight decay regularization, algorithm 1 (SGDW)"],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5e-4, neutral: 0,
                "The decay per unit of learning rate."),
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose: "Keeping weights small at the same rate whatever the optimiser does to the gradient.",
        remarks: [
            "The decay is multiplied by the learning rate η; the paper multiplies it by the schedule alone, so its λ is "
                + "α λ here, α the initial rate.",
            "In the paper's SGDW the rate stands inside the momentum; here, as in PyTorch, outside. Under a constant "
                + "rate both are the same.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        return updated - context.learningRate * strength * scope(parameters, strength: strength, context)
    }
}
