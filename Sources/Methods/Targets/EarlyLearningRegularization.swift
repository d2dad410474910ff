import Primitives
import TensorCore
import Training

/// Predictions drawn to what the model said of the row before.
struct EarlyLearningRegularization: ObjectiveTerm {
    static let declaration = ComponentDeclaration(
        id: "early-learning-regularization", family: "targets",
        summary: "ELR: draws predictions to a running mean of the earlier ones for the same row.",
        formula: "L + (λ/n) Σ_i log(1 − ⟨p_i, q_i⟩),  q_i ← β q_i + (1 − β) p_i",
        citations: [
            "Liu, Niles-Weed, Razavian & Fernandez-Granda 2020, Early-learning regularization prevents memorization of "
                + "noisy labels, eqs. 6 and 9"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 3, neutral: 0, "The term's weight."),
            .hyperparameter(
                "beta", symbol: "β", in: .halfOpen(0, 1), default: 0.7, "How much of the running mean stays."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "The code holds p in [1e-4, 1 − 1e-4] and makes it sum to 1 again for the running mean."),
        ],
        seams: ["objective"],
        purpose: "Label noise: what was learnt before memorisation sets in is kept.",
        remarks: [
            "The defaults are those for CIFAR-10; the authors' λ and β for CIFAR-100 are 7 and 0.9.",
            "λ, β and the learning rate want tuning together.",
            "The running mean starts at 0 and takes in the present prediction before it is used.",
            "1 − ⟨p, q⟩ is held above 1e-6, so that its logarithm stays finite.",
            "Methods that mix rows leave the mixture's prediction in the running mean.",
        ],
        tasks: [.classification])

    private let isCode: Bool

    init(arguments: Arguments) { isCode = arguments.text("variant") == "code" }

    func term(_ pass: ForwardPass, _ context: MethodContext) -> Tensor {
        var p = pass.probabilities
        if isCode { p = minimum(p.atLeast(1e-4), context.graph.scalar(1 - 1e-4)) }
        var seen = p.stoppingGradient()
        if isCode { seen = seen / seen.sumOverLastAxis() }
        let beta = context.hyperparameter("beta")
        let before = pass.restrict(context.rowState("running mean", width: context.targetWidth))
        let mean = beta * before + (1 - beta) * seen
        if pass.name.isEmpty { context.assigningWhileOn { context.assignRows(mean, to: "running mean") } }
        let agreement = (p * mean).sumOverLastAxis()
        return context.hyperparameter("strength")
            * pass.meanOverRows((1 - agreement).atLeast(1e-6).logarithm())
    }
}
