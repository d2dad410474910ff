import Primitives
import TensorCore
import Training

/// A penalty that counts weights above a scale.
struct WeightElimination: Penalty {
    static let declaration = ComponentDeclaration(
        id: "weight-elimination", family: "weight decay",
        summary:
            "Adds a count of the weights above a scale to the loss: small weights decay, large ones are left alone.",
        formula: "L + λ Σ (w/w₀)² / (1 + (w/w₀)²)",
        citations: [
            "Weigend, Rumelhart & Huberman 1991, Generalization by weight-elimination with application to forecasting, "
                + "eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-5, neutral: 0, "The penalty's weight."),
            .hyperparameter(
                "scale", symbol: "w₀", in: .positive, default: 1,
                "The size above which a weight counts as present."),
            DecayScope.declaration,
        ],
        seams: ["penalty"],
        purpose: "Few large weights rather than many small ones, without the shrinkage of L1.",
        remarks: [
            "For weights far below the scale it is l2 of strength 2 λ / w₀².",
            "The authors adapt λ while training; here it follows a schedule.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        let scaled = scope(parameters, strength: strength, context) / context.hyperparameter("scale")
        let square = scaled.squared()
        return strength * (square / (1 + square)).sum()
    }
}
