import Primitives
import TensorCore
import Training

/// Penalties that vanish where the Cauchy-Schwarz inequality is tight: on quantised or orthogonal weights.
struct CauchySchwarzRegularizer: Penalty {
    static let declaration = ComponentDeclaration(
        id: "cauchy-schwarz", family: "weight decay",
        summary:
            "Pulls every unit's weights to few values of a scale of their own: binary, one-sided binary or ternary.",
        formula:
            "per unit x of N weights: binary {−α, α}: N ‖x‖₄⁴ − ‖x‖₂⁴ (code: √N ‖x‖₄² − ‖x‖₂²);  one-sided {0, α}: ‖x‖₂² "
            + "‖x‖₄⁴ − (Σx³)²;  ternary {−α, 0, α}: ‖x‖₂² ‖x‖₆⁶ − ‖x‖₄⁸;  orthogonal: K ‖WᵀW‖_F² − ‖W‖_F⁴;  all over "
            + "the layer's number of weights",
        citations: [
            "Taner, Wang & Studer 2025, Cauchy-Schwarz regularizers",
            "Taner, Wang & Studer 2025, authors' code (IIP-Group/CS_regularizers)",
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1, neutral: 0, "The penalty's weight."),
            ParameterDeclaration(
                "target", .choice(["binary", "one-sided-binary", "ternary", "orthogonal"]),
                default: .text("binary"),
                "What the weights become: ±α, 0 or α, 0 or ±α (α free for each unit), or orthogonal columns of one norm."
            ),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "The binary penalty: the squares of the inequality (paper), or their roots, of degree 2 (code)."
            ),
        ],
        seams: ["penalty"],
        purpose: "Training towards quantised weights without choosing their scale.",
        remarks: [
            "Units are output units. The sum over a layer's units is divided by its number of weights, as in the "
                + "authors' training code; values scale like w⁴ to w⁸, so tune the strength for each target.",
            "The authors leave out the first and the last layer; here every weight takes part. Rounding after training "
                + "is not part of the method.",
        ])

    private let target: String
    private let isPaper: Bool

    init(arguments: Arguments) {
        target = arguments.text("target")
        isPaper = arguments.text("variant") == "paper"
    }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let value = context.sumOverMatrices(of: parameters) { weight in
            gap(weight.matrix).sum() / Float(weight.value.shape.count)
        }
        return context.hyperparameter("strength") * value
    }

    /// What the inequality leaves, per column, or for the whole matrix.
    func gap(_ w: Tensor) -> Tensor {
        let square = w.squared()
        func sum(_ x: Tensor) -> Tensor { x.sum(over: [0]) }
        switch target {
        case "one-sided-binary":
            return sum(square) * sum(square.squared()) - sum(square * w).squared()
        case "ternary":
            return sum(square) * sum(square.squared() * square) - sum(square.squared()).squared()
        case "orthogonal":
            let gram = matmul(w, w, transposeA: true)
            return Float(w.shape[1]) * gram.squared().sum() - square.sum().squared()
        default:
            let fourth = sum(square.squared())
            let count = Float(w.shape[0])
            return isPaper
                ? count * fourth - sum(square).squared()
                : count.squareRoot() * PenaltyAlgebra.root(fourth) - sum(square)
        }
    }
}
