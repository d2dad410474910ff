import Primitives
import TensorCore
import Training

/// Gradients of unit length.
struct GradientNormalization: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "gradient-normalization", family: "gradient transforms",
        summary: "Divides the gradient by its norm, so that its direction alone counts.",
        formula: "g ← g / ‖g‖₂^q",
        citations: [
            "Hazan, Levy & Shalev-Shwartz 2015, Beyond convexity: stochastic quasi-convex optimization, algorithm 1",
            "Yu, Huang, Li & Carbonell 2017, Block-normalized gradient method: an empirical study for training deep "
                + "neural network (by tensor)",
        ],
        parameters: [
            .hyperparameter(
                "exponent", symbol: "q", in: .closed(0, 1), default: 1, neutral: 0,
                "1 for unit length, as in the papers; 0 leaves the gradient as it is."),
            ParameterDeclaration(
                "by", .choice(["global-norm", "tensor-norm"]), default: .text("global-norm"),
                "The norm of all parameters together, or of each tensor alone."),
        ],
        seams: ["gradient"],
        purpose:
            "Escapes plateaus and survives cliffs: the step's length is the learning rate and nothing else.",
        remarks: [
            "The steps do not shrink near a minimum: let the learning rate fall.",
            "Exponents between 0 and 1 are an addition of this program.",
        ])

    private let isGlobal: Bool

    init(arguments: Arguments) { isGlobal = arguments.text("by") == "global-norm" }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let exponent = context.hyperparameter("exponent")
        func normalise(_ part: Tensor) -> Tensor { part / GradientScale.divisor(part).power(exponent) }
        return isGlobal ? normalise(slope) : context.mapTensors(of: slope) { normalise($0.value) }
    }
}
