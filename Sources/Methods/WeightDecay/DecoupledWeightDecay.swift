import Primitives
import TensorCore
import Training

/// Decay applied to the parameters beside the optimiser's step, whatever the optimiser (SGDW with SGD).
struct DecoupledWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "decoupled-weight-decay", family: "weight decay",
        summary: "Shrinks the weights beside the optimiser's step instead of through the gradient.",
        formula: "w ← step(w) − η λ w;  independent: w ← step(w) − (η / η_max) λ w",
        citations: [
            "Loshchilov & Hutter 2019, Decoupled weight decay regularization, algorithm 1 (SGDW)",
            "Wortsman et al. 2023, Small-scale proxies for large-scale transformer training instabilities, section 3.2.2 "
                + "(independent weight decay)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5e-4, neutral: 0,
                "The decay per unit of learning rate; with independent coupling, the decay per step at the largest rate."
            ),
            DecayCoupling.declaration,
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose: "Keeping weights small at the same rate whatever the optimiser does to the gradient.",
        remarks: [
            "By default the decay is multiplied by the learning rate η, as in PyTorch. The paper multiplies it by the "
                + "schedule alone: that is the independent coupling, whose λ is η_max times smaller.",
            "In the paper's SGDW the rate stands inside the momentum; here, as in PyTorch, outside. Under a constant "
                + "rate both are the same.",
        ])

    private let coupling: DecayCoupling
    private let scope: DecayScope

    init(arguments: Arguments) {
        coupling = DecayCoupling(arguments)
        scope = DecayScope(arguments)
    }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        return updated - coupling.factor(context) * strength * scope(parameters, strength: strength, context)
    }
}
