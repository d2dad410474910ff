import Primitives
import TensorCore
import Training

/// Decoupled decay of those weights only that the optimiser's step moves towards 0.
struct CautiousWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "cautious-weight-decay", family: "weight decay",
        summary: "Decays a weight only where the optimiser's step shrinks it too.",
        formula: "w ← w − η (u + λ 1[u w ≥ 0] w),  η u = w − step(w)",
        citations: [
            "Chen, Li, Liang, Su, Xie, Wang Pierse, Liang, Lao & Liu 2025, Cautious weight decay (arXiv:2510.12402), "
                + "algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5e-4, neutral: 0,
                "The decay per unit of learning rate."),
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose: "Decay that does not move the minima of the loss: it only chooses among them.",
        remarks: [
            "u is all that was done to the weight in the step before this method: the optimiser's step and whatever "
                + "stands earlier in the stack.",
            "Where the loss has one minimum, it ends there for every λ: it is no shrinkage penalty. A weight that rests at "
                + "it exactly (u = 0) is decayed once, and comes back.",
            "Authors' implementations differ in whether u is the momentum or the scaled update; their signs agree for "
                + "SGD and Adam.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        let zero = context.graph.scalar(0)
        let opposes = zero .> (parameters - updated) * parameters
        let decayed = select(opposes, zero, scope(parameters, strength: strength, context))
        return updated - context.learningRate * strength * decayed
    }
}
