import Primitives
import TensorCore
import Training

/// The mean of several heavy-ball velocities with different momenta.
struct AggregatedMomentum: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "aggmo", family: "optimisers",
        summary: "Aggregated momentum: the mean of velocities with momenta 0, 0.9, 0.99 and so on.",
        formula: "vᵢ ← βᵢ vᵢ + g, βᵢ = 1 − aⁱ, i = 0 … K−1;  w ← w − (η/K) Σ vᵢ",
        citations: [
            "Lucas, Sun, Zemel & Grosse 2019, Aggregated momentum: stability through passive damping, section 3"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.1, "The step size."),
            ParameterDeclaration(
                "velocities", symbol: "K", .integer(1...16), default: .integer(3), neutral: .integer(1),
                "How many velocities are kept."),
            .hyperparameter(
                "base", symbol: "a", in: .openClosed(0, 1), default: 0.1,
                "What 1 − βᵢ falls by from each to the next."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Momenta near 1 without oscillations.",
        remarks: ["A state per velocity; the first has momentum 0."])

    private let count: Int

    init(arguments: Arguments) { count = arguments.integer("velocities") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        var damping = context.graph.scalar(1)
        var sum = gradient
        for index in 1..<max(1, count) {
            damping = damping * context.hyperparameter("base")
            let name = "velocity \(index)"
            let state = context.state(name, count: gradient.shape.count)
            let velocity = ((1 - damping) * state + gradient).flushingSubnormals()
            context.assign(velocity, to: name)
            sum = sum + velocity
        }
        return parameters - context.learningRate * (sum / Float(count))
    }
}
