import Primitives
import TensorCore
import Training

/// Steps in the units of the parameters, from running means of squared gradients and squared steps.
struct Adadelta: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "adadelta", family: "optimisers",
        summary: "Steps as long as recent steps were, in units of recent gradients.",
        formula:
            "v ← ρ v + (1−ρ) g²;  Δ = √(u + ε) / √(v + ε) · g;  u ← ρ u + (1−ρ) Δ²;  w ← w − η Δ",
        citations: ["Zeiler 2012, ADADELTA: an adaptive learning rate method, algorithm 1"],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "η", in: .nonNegative, default: 1,
                "A factor of the step; 1 in the paper."),
            .hyperparameter("decay", symbol: "ρ", in: .halfOpen(0, 1), default: 0.95, "Decay of both means."),
            .hyperparameter(
                "epsilon", symbol: "ε", in: .positive, default: 1e-6,
                "Added under both roots; starts the steps."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Training without a learning rate; the first steps are tiny and grow by themselves.",
        remarks: ["The decay is the paper's; PyTorch's default is 0.9."])

    init(arguments: Arguments) {}

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (decay, epsilon) = (context.hyperparameter("decay"), context.hyperparameter("epsilon"))
        let second = Moments.average("second moment", of: gradient.squared(), decay, context)
        let steps = context.state("squared steps", count: gradient.shape.count)
        let step = (steps + epsilon).squareRoot() / (second + epsilon).squareRoot() * gradient
        _ = Moments.average("squared steps", of: step.squared(), decay, context)
        return parameters - context.learningRate * step
    }
}
