import Primitives
import TensorCore
import Training

/// Decay with a factor that falls exponentially with the gradient's magnitude.
struct IrrelevantWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "irrelevant-weight-decay", family: "weight decay",
        summary: "Decays irrelevant weights, those with a small gradient, and leaves relevant ones alone.",
        formula: "w ← step(w) − λ w exp(−|∂L/∂w|)",
        citations: [
            "Bonetta, Ribero & Cancelliere 2023, Regularization-based pruning of irrelevant weights in deep neural "
                + "architectures"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-5, neutral: 0,
                "The decay per step of a weight without gradient; not multiplied by the learning rate."),
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose: "Networks that can be pruned; the smooth sibling of lobster.",
        remarks: [
            "The coefficient exp(−|∂L/∂w|) and the place of λ outside the learning rate are from memory and could not "
                + "be checked against the paper; the default strength is ours.",
            "The gradient is that of the whole objective of the step. The paper's pruning loop is not part of the "
                + "method here.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        let irrelevance = (-gradient.absolute()).exponential()
        return updated - strength * irrelevance * scope(parameters, strength: strength, context)
    }
}
