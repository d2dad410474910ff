import Primitives
import TensorCore
import Training

/// SGD with heavy-ball or Nesterov momentum, in the form that PyTorch uses.
struct StochasticGradientDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "sgd", family: "optimisers",
        summary: "Stochastic gradient descent with momentum, classical or Nesterov.",
        formula: "v ← μ v + g;  w ← w − η v  (Nesterov: w ← w − η (g + μ v))",
        citations: [
            "Polyak 1964, Some methods of speeding up the convergence of iteration methods",
            "Sutskever, Martens, Dahl & Hinton 2013, On the importance of initialization and momentum in deep learning",
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.1, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0, neutral: 0,
                "How much of the velocity stays."),
            ParameterDeclaration(
                "nesterov", .boolean, default: .boolean(false), neutral: .boolean(false),
                "Whether the gradient step looks ahead along the velocity."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose:
            "The plain optimiser; with momentum and a tuned step size often the one that generalises best.",
        remarks: [
            "Without dampening, as PyTorch's default: a momentum μ makes steps about 1/(1 − μ) times as long."
        ])

    private let nesterov: Bool

    init(arguments: Arguments) { nesterov = arguments.boolean("nesterov") }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let momentum = context.hyperparameter("momentum")
        let velocity = (momentum * context.state("velocity", count: parameters.shape.count) + gradient)
            .flushingSubnormals()
        context.assign(velocity, to: "velocity")
        let direction = nesterov ? gradient + momentum * velocity : velocity
        return parameters - context.learningRate * direction
    }
}
