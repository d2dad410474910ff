import Primitives
import TensorCore
import Training

/// SGD whose rate is the distance travelled over the gradients met.
struct DistanceOverGradients: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "dog", family: "optimisers",
        summary: "Distance over gradients: SGD with a step size that needs no tuning.",
        formula: "r ← max(r, ‖w − w₀‖), r₀ = rε (1 + ‖w₀‖);  G ← G + ‖g‖²;  w ← w − c r/√(G + ε) g",
        citations: [
            "Ivgi, Hinder & Carmon 2023, DoG is SGD's best friend: a parameter-free dynamic step size schedule, eq. 2"
        ],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "c", in: .nonNegative, default: 1, "A factor; 1 in the paper."),
            ParameterDeclaration(
                "initial_distance", symbol: "rε", .real(.positive), default: .real(1e-6),
                "The first step's length in units of 1 + ‖w₀‖; 1e-4 for networks with batch norm."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to the sum of squares."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "No learning rate to tune; a baseline for those that are tuned.",
        remarks: [
            "The authors evaluate an average of the iterates (polynomial decay), and call it crucial: add an averaging "
                + "method.",
            "The first steps are tiny: short fits end before the distance has grown.",
        ])

    private let start: Double

    init(arguments: Arguments) { start = arguments.real("initial_distance") }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let origin = context.initialParameters
        let least = (1 + origin.euclideanNorm()) * Float(start)
        let travelled = maximum((parameters - origin).euclideanNorm(), least)
        let distance = maximum(context.state("distance", count: 1), travelled.reshaped([1]))
        let sum = context.state("gradients", count: 1) + gradient.squared().sum()
        context.assign(distance, to: "distance")
        context.assign(sum, to: "gradients")
        let rate = context.learningRate * distance / (sum + context.hyperparameter("epsilon")).squareRoot()
        context.record(rate.reshaped([]), as: "rate")
        return parameters - rate * gradient
    }
}
