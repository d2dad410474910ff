import Primitives
import TensorCore
import Training

/// Decoupled decay that grows with a power of a layer's width.
struct WidthScaledWeightDecay: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "width-scaled-weight-decay", family: "weight decay",
        summary: "Decoupled weight decay that grows with the square root of each weight's fan-in.",
        formula: "W ← step(W) − η λ (d / d₀)^κ W,  d the fan-in of W;  no decay of vectors",
        citations: [
            "Fan, Liu, Zhao, Yuan & Gu 2025, Robust layerwise scaling rules by proper weight decay tuning "
                + "(arXiv:2510.15262): λ₂ ∝ √d"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5e-4, neutral: 0,
                "The decay per unit of learning rate at the base width."),
            ParameterDeclaration(
                "base_width", symbol: "d₀", .integer(1...1_048_576), default: .integer(64),
                "The fan-in at which the strength was tuned."),
            .hyperparameter(
                "exponent", symbol: "κ", in: .all, default: 0.5, "The power of the width; 0.5 in the paper."),
            ParameterDeclaration(
                "applies_to", .choice(["weights", "hidden"]), default: .text("weights"),
                "Which weights decay: all, or those between the first and the last."),
        ],
        seams: ["update"],
        purpose: "A strength tuned on a narrow network that can be carried over to a wide one.",
        remarks: [
            "The rule is made for AdamW with the learning rate of matrices ∝ 1/d: the singular values of the steady "
                + "state go like √(η/λ) d^0.75. With one learning rate for all widths the same argument gives the "
                + "exponent 1.5.",
            "In the paper the matrices are those whose both sides grow with the width (hidden); the first weight counts "
                + "as a vector there.",
        ])

    private let base: Int
    private let isHiddenOnly: Bool

    init(arguments: Arguments) {
        base = arguments.integer("base_width")
        isHiddenOnly = arguments.text("applies_to") == "hidden"
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        let exponent = context.hyperparameter("exponent")
        let factors = context.layout.specifications.indices.map { index in
            let specification = context.layout.specifications[index]
            let position = context.layout.position(of: index)
            guard specification.role == .weight, !isHiddenOnly || position == .hidden else {
                return context.graph.scalar(0)
            }
            let width = Float(Double(specification.matrixShape[0]) / Double(base))
            return context.graph.scalar(width).power(exponent)
        }
        return updated - context.learningRate * strength * context.spread(factors) * parameters
    }
}
