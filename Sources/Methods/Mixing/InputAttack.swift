import Primitives
import TensorCore
import Training

/// Projected gradient ascent on the inputs of a batch.
struct InputAttack {
    /// What bounds a perturbation.
    enum Norm: String, CaseIterable {
        /// Its largest element.
        case linf
        /// Its Euclidean length.
        case l2

        static let declaration = ParameterDeclaration(
            "norm", .choice(allCases.map(\.rawValue)), default: .text(linf.rawValue),
            "What bounds a perturbation of a row: linf (its largest element) or l2 (its length).")
    }

    /// The radius of the ball.
    static func radius(default value: Double, neutral: Double? = nil) -> ParameterDeclaration {
        .hyperparameter(
            "epsilon", symbol: "ε", in: .nonNegative, default: value, neutral: neutral,
            "The radius of the ball that a perturbation lies in, in units of the encoded inputs.")
    }

    /// How many steps, and how long each is.
    static func steps(default count: Int, size: Double) -> [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "steps", symbol: "k", .integer(1...1000), default: .integer(count), "Steps of the attack."),
            .hyperparameter(
                "step_size", symbol: "a", in: .positive, default: size,
                "The length of a step, as a share of the radius."),
        ]
    }

    /// Passes of a step: forward, and back to the inputs without the weights' gradients.
    static let costOfStep = 2.0 / 3

    /// What attacks on encoded rows have in common.
    static let remarks = [
        "The radius is in units of the encoded inputs: standardise them. One-hot inputs of categorical columns are "
            + "attacked like numbers, and nothing is clipped to a range of values."
    ]

    let norm: Norm
    let radius: Tensor
    let stepSize: Tensor
    let steps: Int

    /// By the parameters that this type declares; `norm` and `steps` where the method has them.
    init(_ arguments: Arguments, _ context: MethodContext, norm: Norm = .linf) {
        self.init(
            norm: norm, radius: context.hyperparameter("epsilon"),
            stepSize: context.hyperparameter("step_size"), steps: arguments.integer("steps"))
    }

    /// `stepSize` is a share of the radius.
    init(norm: Norm, radius: Tensor, stepSize: Tensor, steps: Int) {
        (self.norm, self.radius, self.stepSize, self.steps) = (norm, radius, stepSize, steps)
    }

    /// −1, 0 or 1.
    static func sign(_ x: Tensor) -> Tensor {
        let zero = x.graph.scalar(0)
        return (x .> zero) - (zero .> x)
    }

    /// Each row divided by its length; rows of zeros stay.
    static func normalised(_ x: Tensor) -> Tensor {
        // First by the largest element: squares of small gradients would vanish.
        let tiny = x.graph.scalar(.leastNormalMagnitude)
        let scaled = x / maximum(x.absolute().maximumOverLastAxis(), tiny)
        return scaled / maximum(scaled.squared().sumOverLastAxis(), tiny).squareRoot()
    }

    /// The direction of steepest ascent for a gradient.
    func direction(_ gradient: Tensor) -> Tensor {
        norm == .linf ? Self.sign(gradient) : Self.normalised(gradient)
    }

    /// The nearest perturbation in the ball.
    func projected(_ change: Tensor) -> Tensor {
        switch norm {
        case .linf: return minimum(maximum(change, -radius), radius)
        case .l2:
            let length = change.squared().sumOverLastAxis().squareRoot()
            return change
                * minimum(
                    radius / maximum(length, change.graph.scalar(.leastNormalMagnitude)),
                    change.graph.scalar(1))
        }
    }

    /// A uniform perturbation in the ball.
    func randomStart(_ shape: Shape, _ context: MethodContext) -> Tensor {
        let graph = context.graph
        switch norm {
        case .linf: return radius * (2 * graph.uniform(shape, stream: context.stream("start")) - 1)
        case .l2:
            // A uniform direction, and a radius whose power of the dimension is uniform.
            let direction = Self.normalised(graph.normal(shape, stream: context.stream("start")))
            let draw = graph.uniform([shape[0], 1], stream: context.stream("start radius"))
            return direction * (radius * draw.power(1 / Float(shape[1])))
        }
    }

    /// The perturbation after the steps; `loss` gives a scalar that rises with every row's own loss.
    func perturbation(of inputs: Tensor, from start: Tensor, loss: (Tensor) -> Tensor) -> Tensor {
        var change = start
        for _ in 0..<steps {
            let point = (inputs + change).stoppingGradient()
            let slope = gradient(of: loss(point), withRespectTo: [point])[0]
            change = projected(change + stepSize * radius * direction(slope)).stoppingGradient()
        }
        return change
    }
}
