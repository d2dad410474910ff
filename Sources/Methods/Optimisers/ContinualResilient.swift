import Primitives
import TensorCore
import Training

/// Rprop's step sizes with Adam's directions.
struct ContinualResilient: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "core", family: "optimisers",
        summary:
            "Continual resilient optimiser: a step size per parameter by sign agreement, times Adam's direction.",
        formula:
            "β₁ₜ = β_b + (β_a−β_b) exp(−((t−1)/β_c)²);  s ← clip(η₊ s or η₋ s by the sign of gₜ₋₁gₜ, smin, smax);  "
            + "u = gₜ/(1−β₁ₜᵗ) / (√ĥ + ε);  w ← (1 − d |u| s) w − u s",
        citations: [
            "Eckhoff & Reiher 2023, Lifelong machine learning potentials, section 3.2",
            "Eckhoff & Reiher 2024, CoRe optimizer: an all-in-one solution for machine learning, algorithm 1",
        ],
        parameters: [
            .hyperparameter(
                "learning_rate", symbol: "s₀", in: .nonNegative, default: 0.001,
                "The step of every parameter at first; later values of a schedule do nothing."),
            .hyperparameter(
                "beta1_initial", symbol: "β_a", in: .halfOpen(0, 1), default: 0.7375, "Decay of gₜ at first."),
            .hyperparameter(
                "beta1_final", symbol: "β_b", in: .halfOpen(0, 1), default: 0.8125, "Decay of gₜ in the end."),
            .hyperparameter(
                "beta1_steps", symbol: "β_c", in: .positive, default: 250, "Steps between the two."),
            .hyperparameter(
                "beta2", symbol: "β₂", in: .halfOpen(0, 1), default: 0.99, "Decay of the second moment."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to its root."),
            .hyperparameter(
                "decrease", symbol: "η₋", in: .open(0, 1), default: 0.7375, "Factor where the sign changed."),
            .hyperparameter(
                "increase", symbol: "η₊", in: .positive, default: 1.2, "Factor where the sign stayed."),
            .hyperparameter(
                "minimum_step", symbol: "smin", in: .nonNegative, default: 1e-6, "The smallest s."),
            .hyperparameter("maximum_step", symbol: "smax", in: .positive, default: 0.01, "The largest s."),
            ParameterDeclaration(
                "update", .choice(["adam", "sign"]), default: .text("adam"),
                "u: Adam's direction, or the sign of gₜ (the paper's negative β₂)."),
        ] + OwnDecay.declarations(default: 0.1),
        isOptimizer: true, seams: ["update"],
        purpose: "One setting for small and full batches.",
        remarks: [
            "As in the authors' code. gₜ is the running mean of gradients. The plasticity factors, which freeze what was "
                + "important so far, are left out: they are off by default there.",
            "The decay d is not multiplied by a rate but by the step that is taken.",
        ])

    private let decay: OwnDecay
    private let usesSign: Bool

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        usesSign = arguments.text("update") == "sign"
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let count = gradient.shape.count
        let zero = context.graph.scalar(0)
        let (start, end) = (context.hyperparameter("beta1_initial"), context.hyperparameter("beta1_final"))
        let progress = Moments.stepsBefore(context) / context.hyperparameter("beta1_steps")
        let beta1 = end + (start - end) * (-progress.squared()).exponential()
        let before = context.state("first moment", count: count)
        let first = Moments.average("first moment", of: gradient, beta1, context)
        let second = Moments.corrected(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        let old = select(
            Moments.isFirst(context), context.learningRate, context.state("step size", count: count))
        // By signs: a product of small numbers would be 0.
        let agreement = Moments.sign(before) * Moments.sign(first)
        let wanted = select(
            agreement .> zero, context.hyperparameter("increase") * old,
            select(zero .> agreement, context.hyperparameter("decrease") * old, old))
        let size = minimum(
            maximum(wanted, context.hyperparameter("minimum_step")), context.hyperparameter("maximum_step"))
        context.assign(size, to: "step size")
        let corrected = first * (1 / (1 - beta1.power(Moments.time(context))))
        let direction = usesSign ? Moments.sign(first) : corrected / AdamRule.root(second, context)
        let step = direction * size
        return parameters - step.absolute() * decay(parameters, context) - step
    }
}
