import Primitives
import TensorCore
import Training

/// L2 decay whose strength keeps its gradient in a fixed proportion to that of the loss.
struct AdaptiveWeightDecay: GradientTransform {
    static let declaration = ComponentDeclaration(
        id: "adaptive-weight-decay", family: "weight decay",
        summary: "L2 decay that is kept in a fixed proportion to the gradient of the loss.",
        formula: "g ← g + λ̄_t w,  λ̄_t = 0.1 λ̄_{t−1} + 0.9 λ ‖g‖₂ / ‖w‖₂,  λ̄ = 0 at first",
        citations: [
            "Ghiasi, Shafahi & Ardekani 2023, Improving robustness with adaptive weight decay, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 0.02, neutral: 0,
                "The ratio of the decay's gradient to that of the loss."),
            .hyperparameter(
                "smoothing", in: .halfOpen(0, 1), default: 0.1,
                "How much of the running strength stays per step."),
            DecayScope.declaration,
        ],
        seams: ["gradient"],
        purpose: "Robust training and noisy labels, where the best constant strength changes while training.",
        remarks: [
            "Norms are over all parameters that decay. The gradient is what the next methods of the stack give.",
            "The decay fades with the gradient, where a constant one takes over late in training.",
            "The weights of the running mean, 0.1 and 0.9, agree with a public reimplementation; the default strength is "
                + "from memory of the paper.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func gradient(at parameters: Tensor, of objective: Objective, _ context: MethodContext) -> Tensor {
        let strength = context.hyperparameter("strength")
        let slope = objective.gradient(at: parameters)
        let decayed = scope(parameters, strength: strength, context)
        let norm = scope(slope, strength: strength, context).euclideanNorm()
        let size = decayed.euclideanNorm()
        // Weights that are all 0 have nothing to decay, and leave no huge ratio to the running mean.
        let zero = context.graph.scalar(0)
        let ratio = select(size .> zero, strength * norm / (size + 1e-8), zero)
        let smoothing = context.hyperparameter("smoothing")
        let running = smoothing * context.state("strength", count: 1) + (1 - smoothing) * ratio
        context.assign(running, to: "strength")
        return slope + running * decayed
    }
}
