import Primitives
import TensorCore
import Training

/// Adam with a second, much slower first moment.
struct AdEMAMix: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "ademamix", family: "optimisers",
        summary: "Adam with a mixture of a fast and a very slow average of gradients.",
        formula:
            "w ← w − η ((m̂₁ + α m₂) / (√v̂ + ε) + λ w);  m₂ ← β₃ m₂ + (1−β₃) g;  warm-up over T steps: α(t) = α t/T, "
            + "β₃(t) = exp(ln β₁ ln β₃ / ((1−t/T) ln β₃ + (t/T) ln β₁))",
        citations: [
            "Pagliardini, Ablin & Grangier 2024, The AdEMAMix optimizer: better, faster, older, algorithm 1 and section 3"
        ],
        parameters: AdamRule.parameters + [
            .hyperparameter(
                "beta3", symbol: "β₃", in: .open(0, 1), default: 0.9999, "Decay of the slow average."),
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 5, neutral: 0, "Weight of the slow average."),
            ParameterDeclaration(
                "warmup_steps", symbol: "T", .integer(0...1_000_000_000), default: .integer(0),
                "Steps in which α and β₃ rise to their values; 0 for no warm-up."),
            .hyperparameter(
                "weight_decay", symbol: "λ", in: .nonNegative, default: 0, neutral: 0,
                "The decay per unit of learning rate."),
            DecayScope.declaration,
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Long runs, where old gradients are still worth something.",
        remarks: [
            "The slow average starts at 0 and has no bias correction. For short runs 1 − β₃ should be scaled with the "
                + "number of steps; the paper's warm-up lasts the whole run.",
            "A schedule of α or β₃ is used in place of a constant; the warm-up then multiplies it.",
        ])

    private let warmup: Int
    private let decay: OwnDecay

    init(arguments: Arguments) {
        warmup = arguments.integer("warmup_steps")
        decay = OwnDecay(arguments)
    }

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        var (alpha, beta3) = (context.hyperparameter("alpha"), context.hyperparameter("beta3"))
        if warmup > 0 {
            let share = minimum(Moments.time(context) / Float(warmup), context.graph.scalar(1))
            let (fast, slow) = (context.hyperparameter("beta1").logarithm(), beta3.logarithm())
            alpha = alpha * share
            // The half-life, −1/ln β, rises linearly, from 0 where β₁ is; the last select keeps β₃ itself after the
            // warm-up.
            let rising = (1 / ((1 - share) / fast + share / slow)).exponential()
            beta3 = select(share .== context.graph.scalar(1), beta3, minimum(rising, beta3))
        }
        let slow = Moments.average("slow moment", of: gradient, beta3, context)
        let (first, second) = AdamRule.moments(gradient, context)
        let direction = (first + alpha * slow) / AdamRule.root(second, context)
        return parameters - context.learningRate * (direction + decay(parameters, context))
    }
}
