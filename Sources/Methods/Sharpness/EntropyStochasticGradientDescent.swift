import Primitives
import TensorCore
import Training

/// Langevin dynamics around the parameters, and steps towards its mean.
struct EntropyStochasticGradientDescent: OptimizerTransform, EvaluationParameters {
    static let declaration = ComponentDeclaration(
        id: "entropy-sgd", family: "sharpness",
        summary:
            "Descends local entropy: lets the optimiser step towards the mean of noisy steps around the parameters.",
        formula:
            "L times from x′ = μ = x: x′ ← x′ − η′ (∇L(x′) − γ (x − x′)) + √η′ ε N(0, I),  μ ← (1 − α) μ + α x′;  then "
            + "x ← step(x, γ (x − μ))",
        citations: [
            "Chaudhari, Choromanska, Soatto, LeCun, Baldassi, Borgs, Chayes, Sagun & Zecchina 2017, Entropy-SGD: Biasing "
                + "gradient descent into wide valleys, algorithm 1"
        ],
        parameters: [
            ParameterDeclaration(
                "langevin_steps", symbol: "L", .integer(0...100_000), default: .integer(20),
                neutral: .integer(0),
                "Steps of the inner dynamics per step of the optimiser; 0 switches the method off."),
            .hyperparameter(
                "langevin_rate", symbol: "η′", in: .positive, default: 0.1,
                "The step size of the inner dynamics."),
            .hyperparameter(
                "scope", symbol: "γ", in: .positive, default: 0.01, "How tightly the dynamics is held to x."),
            .hyperparameter(
                "noise", symbol: "ε", in: .nonNegative, default: 1e-4, "The size of the noise."),
            .hyperparameter(
                "alpha", symbol: "α", in: .openClosed(0, 1), default: 0.25,
                "The weight of the newest point in μ."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "code leaves γ out of the step of x, which its learning rate takes up, and draws √2 the noise."
            ),
        ],
        seams: ["update", "evaluation parameters"],
        purpose: "Wide valleys; the inner steps average the noise of many batches for one step of x.",
        exclusive: ["evaluation parameters", "running order of updates"],
        remarks: [
            "A training step is an inner step, on a batch of its own: only every L-th step moves x. Compare with others at "
                + "equal training steps, and give it a learning rate near 1/γ (variant paper) or 1 (variant code).",
            "Evaluation is at x. The optimiser of the cell makes the outer step (with momentum, as in the paper).",
            "What changes parameters after the optimiser (decoupled decay) acts on x′ in every training step.",
            "Scoping is a schedule of γ; the defaults are those of the authors' code. The code's momentum in the inner "
                + "steps is left out.",
        ])

    private let steps: Int
    private let isPaper: Bool

    init(arguments: Arguments) {
        steps = arguments.integer("langevin_steps")
        isPaper = arguments.text("variant") == "paper"
    }

    func refusal(in composition: Composition) -> Diagnostic? {
        steps > 1 ? composition.refusalOfPeriodicOptimizer : nil
    }

    private func anchor(_ context: MethodContext) -> Tensor {
        context.state("anchor", [context.layout.count], start: .parameters)
    }

    func update(
        _ parameters: Tensor, gradient: Tensor, using inner: (Tensor, Tensor) -> Tensor,
        _ context: MethodContext
    ) -> Tensor {
        guard steps > 0 else { return inner(parameters, gradient) }
        let anchor = anchor(context)
        let (rate, scope) = (context.hyperparameter("langevin_rate"), context.hyperparameter("scope"))
        let alpha = context.hyperparameter("alpha")
        let size = context.hyperparameter("noise") * (rate * (isPaper ? 1 : 2)).squareRoot()
        let noise = context.graph.normal([context.layout.count], stream: context.stream("noise"))
        let moved = parameters - rate * (gradient - scope * (anchor - parameters)) + size * noise
        let mean = context.state("mean", [context.layout.count], start: .parameters)
        let center = (1 - alpha) * mean + alpha * moved
        let count = context.state("steps", count: 1) + 1
        let isLast = count .== context.graph.scalar(Float(steps))

        let force = isPaper ? scope * (anchor - center) : anchor - center
        let stepped = context.assigning(where: isLast.reshaped([])) { inner(anchor, force) }
        context.assign(select(isLast, context.graph.scalar(0), count), to: "steps")
        context.assign(select(isLast, stepped, anchor), to: "anchor")
        context.assign(select(isLast, stepped, center), to: "mean")
        return select(isLast, stepped, moved)
    }

    func evaluationParameters(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        steps > 0 ? anchor(context) : parameters
    }
}
