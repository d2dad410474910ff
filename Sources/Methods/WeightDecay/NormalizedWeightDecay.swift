import Primitives
import TensorCore
import Training

/// Decoupled decay whose strength is given for one pass over one batch's worth of data.
struct NormalizedWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "normalized-weight-decay", family: "weight decay",
        summary: "Decoupled weight decay with a strength that is scaled to the length of the fit.",
        formula:
            "w ← step(w) − η λ w,  λ = λ_norm √(b / (B T)),  b rows per batch, B training rows, T epochs",
        citations: [
            "Loshchilov & Hutter 2019, Decoupled weight decay regularization, appendix B.1 (normalized weight decay)"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ_norm", in: .nonNegative, default: 0.05, neutral: 0,
                "The normalised decay; the paper's range is 0.025 to 0.05."),
            DecayCoupling.declaration,
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose: "One strength for fits of different length and batch size.",
        remarks: [
            "T is the length of the present fit; with warm restarts the paper counts to the next restart.",
            "A smaller last batch has a smaller decay. As in the paper, λ is multiplied by the schedule alone with "
                + "independent coupling.",
            "The paper's range is from memory.",
        ])

    private let coupling: DecayCoupling
    private let scope: DecayScope

    init(arguments: Arguments) {
        coupling = DecayCoupling(arguments)
        scope = DecayScope(arguments)
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let share = Float(Double(context.batchSize) / Double(context.trainingRows))
        let strength =
            context.hyperparameter("strength") * (share / context.clock(.epochs)).squareRoot()
        return updated - coupling.factor(context) * strength * scope(parameters, strength: strength, context)
    }
}
