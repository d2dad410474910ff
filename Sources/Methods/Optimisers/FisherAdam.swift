import Primitives
import TensorCore
import Training

/// Adam read as natural gradient descent with a diagonal Fisher matrix.
struct FisherAdam: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "fadam", family: "optimisers",
        summary:
            "Fisher Adam: the gradient is preconditioned and clipped before momentum, and so is the decay.",
        formula:
            "β₂ₜ = β₂ (1−β₂ᵗ⁻¹)/(1−β₂ᵗ);  f ← β₂ₜ f + (1−β₂ₜ) g²;  ε̂ = min(ε, ε₂ rms(g));  n = g/(√f + ε̂), over "
            + "max(1, rms(n)/c);  m ← β₁ m + (1−β₁) n;  d = w/(√f + ε̂), over max(1, rms(d)/c);  w ← w − η (m + λ d)",
        citations: [
            "Hwang 2024, FAdam: Adam is a natural gradient optimizer using diagonal empirical Fisher information, "
                + "algorithm 1"
        ],
        parameters: AdamRule.parameters + [
            .hyperparameter(
                "epsilon2", symbol: "ε₂", in: .positive, default: 0.01,
                "ε in units of the gradient's root mean square."),
            .hyperparameter("clip", symbol: "c", in: .positive, default: 1, "The largest root mean square."),
        ] + OwnDecay.declarations(default: 0.1),
        isOptimizer: true, seams: ["update"],
        purpose: "Decay that follows the curvature: weights that the loss does not feel shrink most.",
        remarks: [
            "Root mean squares are taken per tensor. In the first step β₂ₜ is 0.",
            "Defaults of ε, ε₂ and λ are those of public implementations, which differ among themselves; not checked "
                + "against the paper. Where one divides by max(1, rms)/c, here it is max(1, rms/c); c = 1 makes no "
                + "difference.",
            "An ε̂ below 1e-30 (a tensor without gradient) counts as that.",
        ])

    private let scope: DecayScope

    init(arguments: Arguments) { scope = DecayScope(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let beta2 = context.hyperparameter("beta2")
        // β₂ₜ in terms of the weight gathered before this step.
        let before = context.state("fisher weight", count: 1)
        let weight = Moments.weight("fisher", beta2, context)
        let fisher = Moments.average("fisher", of: gradient.squared(), beta2 * before / weight, context)
        let floor = Moments.perTensor(gradient, context) {
            minimum(
                context.hyperparameter("epsilon"),
                context.hyperparameter("epsilon2") * Moments.rootMeanSquare($0.value))
        }
        let base = fisher.squareRoot() + maximum(floor, context.graph.scalar(1e-30))
        func clipped(_ x: Tensor) -> Tensor {
            x
                / Moments.perTensor(x, context) {
                    maximum(
                        context.graph.scalar(1),
                        Moments.rootMeanSquare($0.value) / context.hyperparameter("clip"))
                }
        }
        let momentum = Moments.average(
            "momentum", of: clipped(gradient / base), context.hyperparameter("beta1"), context)
        let strength = context.hyperparameter("weight_decay")
        let decay = strength * clipped(scope(parameters, strength: strength, context) / base)
        return parameters - context.learningRate * (momentum + decay)
    }
}
