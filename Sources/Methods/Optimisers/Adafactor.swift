import Primitives
import TensorCore
import Training

/// Adam's scaling with a second moment of one number per row and column.
struct Adafactor: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adafactor", family: "optimisers",
        summary: "A factored second moment, clipped steps, and steps in proportion to each tensor's size.",
        formula:
            "β₂ₜ = 1 − t^−c;  R, C ← running means of g² + ε₁ over columns and rows;  V = R Cᵀ / mean(R);  u = g/√V, over "
            + "max(1, rms(u)/d);  w ← (1 − ηλ) w − max(ε₂, rms(w)) min(η, 1/√t) u",
        citations: [
            "Shazeer & Stern 2018, Adafactor: adaptive learning rates with sublinear memory cost, algorithms 4 to 6"
        ],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: 0.01,
                "The largest relative step size."),
            .hyperparameter(
                "decay_exponent", symbol: "c", in: .nonNegative, default: 0.8, "How fast β₂ₜ approaches 1."),
            .hyperparameter(
                "epsilon", symbol: "ε₁", in: .positive, default: 1e-30, "Added to squared gradients."),
            .hyperparameter(
                "minimum_scale", symbol: "ε₂", in: .positive, default: 0.001,
                "The least size of a tensor that counts."),
            .hyperparameter(
                "clip", symbol: "d", in: .positive, default: 1, "The largest root mean square of u."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose:
            "Adam's results at a fraction of its memory; the rate is relative, so it needs little tuning.",
        remarks: [
            "Vectors keep a full second moment; kernels are factored as matrices of fan-in × outputs. No momentum.",
            "The decay is PyTorch's; the paper has none.",
        ])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let time = Moments.time(context)
        let share = time.power(-context.hyperparameter("decay_exponent"))
        let relative = minimum(context.learningRate, 1 / time.squareRoot())
        let slopes = context.tensors(of: gradient)
        let step = context.mapTensors(of: parameters) { weight in
            let u = scaled(slopes[weight.index], 1 - share, context)
            let limit = maximum(
                context.graph.scalar(1), Moments.rootMeanSquare(u) / context.hyperparameter("clip"))
            let size = maximum(context.hyperparameter("minimum_scale"), Moments.rootMeanSquare(weight.value))
            return size * relative / limit * u
        }
        return parameters - context.learningRate * decay(parameters, context) - step
    }

    /// g/√V.
    private func scaled(_ slope: LayoutTensor, _ beta: Tensor, _ context: MethodContext) -> Tensor {
        let name = slope.specification.name
        guard slope.specification.shape.rank > 1 else {
            let square = slope.value.squared() + context.hyperparameter("epsilon")
            let second = Moments.average("second moment \(name)", of: square, beta, context)
            return slope.value / second.squareRoot()
        }
        let square = slope.matrix.squared() + context.hyperparameter("epsilon")
        let rows = Moments.average(
            "rows \(name)", of: square.mean(over: [1], keepingAxes: true), beta, context)
        let columns = Moments.average(
            "columns \(name)", of: square.mean(over: [0], keepingAxes: true), beta, context)
        // The root of each factor: a product of two tiny means would be 0.
        let left = (rows / rows.mean()).squareRoot()
        return slope.matrix / (left * columns.squareRoot())
    }
}
