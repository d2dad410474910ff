import Primitives
import TensorCore
import Training

/// Gradients orthogonalised, then SGD with momentum.
struct OrthogonalizedDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "orthogonal-sgd", family: "optimisers",
        summary: "SGD with momentum on gradients whose singular values were set to 1.",
        formula: "O = U Vᵀ of g = U S Vᵀ, per weight;  v ← μ v + O;  w ← w − η v",
        citations: [
            "Tuddenham, Prügel-Bennett & Hare 2022, Orthogonalising gradients to speed up neural network optimisation, "
                + "section 3"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.01, "The step size."),
            .hyperparameter(
                "momentum", symbol: "μ", in: .halfOpen(0, 1), default: 0.9, "How much of the velocity stays."),
            ParameterDeclaration(
                "iterations", .integer(1...40), default: .integer(12),
                "Newton–Schulz iterations; 12 bring singular values above 1/1000 of the norm to 1."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "What Muon is compared with: orthogonal before the momentum, not after.",
        remarks: [
            "By a Newton–Schulz iteration in place of a singular value decomposition: directions in which the gradient "
                + "vanishes get no step (a decomposition gives them an arbitrary one).",
            "Biases and gains take plain steps with momentum. Default rate from memory.",
        ])

    private let iterations: Int

    init(arguments: Arguments) { iterations = arguments.integer("iterations") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let orthogonal = context.mapTensors(of: gradient) { slope in
            Orthogonalization.isMatrix(slope.specification)
                ? Orthogonalization.polar(slope.matrix, iterations: iterations) : slope.value
        }
        let velocity =
            (context.hyperparameter("momentum") * context.state("velocity", count: gradient.shape.count)
            + orthogonal).flushingSubnormals()
        context.assign(velocity, to: "velocity")
        return parameters - context.learningRate * velocity
    }
}
