import Primitives
import TensorCore
import Training

/// Gradients limited by the norm of what they change, unit by unit (AGC).
struct AdaptiveGradientClipping: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "adaptive-gradient-clipping", family: "gradient transforms",
        summary: "Limits each unit's gradient to a share of the norm of the unit's weights.",
        formula: "gᵤ ← gᵤ · min(1, λ max(‖wᵤ‖, ε) / ‖gᵤ‖),  u an output unit",
        citations: [
            "Brock, De, Smith & Simonyan 2021, High-performance large-scale image recognition without normalization, "
                + "eq. 3"
        ],
        parameters: [
            .hyperparameter(
                "clipping", symbol: "λ", in: .nonNegative, default: 0.01, neutral: 0,
                "The largest ratio of gradient to weights; 0 means no limit."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 1e-3,
                "The least norm of weights: lets what begins at 0 move."),
            ParameterDeclaration(
                "last_layer", .boolean, default: .boolean(false), "Whether the last layer is clipped too."),
        ],
        seams: ["gradient"],
        purpose: "Makes large batches and learning rates stable without normalisation layers.",
        remarks: [
            "A unit is a column of a weight (all that leads to one output); a bias or gain is one unit as a whole, as in "
                + "the authors' code.",
            "The authors leave the last layer out.",
            "The ratio to compare with λ is per unit of learning rate: what a step changes is the rate times it.",
        ])

    private let includesLast: Bool

    init(arguments: Arguments) { includesLast = arguments.boolean("last_layer") }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let slope = objective.gradient(at: parameters)
        let (clipping, epsilon) = (context.hyperparameter("clipping"), context.hyperparameter("epsilon"))
        let values = context.tensors(of: parameters)
        let last = context.layout.weights.count - 1
        return context.mapTensors(of: slope) { part in
            if !includesLast, context.layout.layer(of: part.index) == last { return part.value }
            let isMatrix = part.specification.shape.rank > 1
            func norm(_ tensor: LayoutTensor) -> Tensor {
                isMatrix
                    ? tensor.matrix.squared().sum(over: [0], keepingAxes: true).squareRoot()
                    : tensor.value.euclideanNorm()
            }
            let limit = clipping * maximum(norm(values[part.index]), epsilon)
            return (isMatrix ? part.matrix : part.value) * GradientScale.limit(norm(part), limit)
        }
    }
}
