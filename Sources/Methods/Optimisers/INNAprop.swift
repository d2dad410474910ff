import Primitives
import TensorCore
import Training

/// A second-order dynamical system with RMSprop's scaling.
struct INNAprop: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "innaprop", family: "optimisers",
        summary: "Inertial Newton dynamics with RMSprop's scaling of gradients, without second derivatives.",
        formula:
            "w ← (1−ηλ) w;  ψ ← (1 − η/β) ψ + η (1/β − α) w;  "
            + "w ← (1 + η(1−αβ)/(β−η)) w − η/(β−η) ψ − η β g / (√v̂ + ε)",
        citations: [
            "Bolte, Boustany, Pauwels & Purica 2024, A second-order-like optimizer with adaptive gradient scaling for deep "
                + "learning, algorithm 1"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 0.001, "The step size."),
            .hyperparameter("alpha", symbol: "α", in: .nonNegative, default: 0.1, "Viscous damping."),
            .hyperparameter("beta", symbol: "β", in: .positive, default: 0.9, "Newton-like damping."),
            .hyperparameter(
                "beta2", symbol: "σ", in: .halfOpen(0, 1), default: 0.999, "Decay of the second moment."),
            .hyperparameter("epsilon", symbol: "ε", in: .positive, default: 1e-8, "Added to its root."),
        ] + OwnDecay.declarations(default: 0.01),
        isOptimizer: true, seams: ["update"],
        purpose: "AdamW's memory with damping by curvature.",
        remarks: [
            "ψ starts at (1 − αβ) w. The learning rate must be below β.",
            "The order of decay and step, and the defaults, are those of the authors' code.",
        ])

    private let decay: OwnDecay
    private let rate: Schedule
    private let beta: Schedule

    init(arguments: Arguments) {
        decay = OwnDecay(arguments)
        rate = arguments.schedule("learning_rate")
        beta = arguments.schedule("beta")
    }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard let highest = rate.bounds.max(), let lowest = beta.bounds.min(), highest >= lowest else {
            return nil
        }
        return Diagnostic(
            "innaprop needs a learning_rate below beta", remedy: "choose a learning_rate under \(lowest)")
    }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let (alpha, beta) = (context.hyperparameter("alpha"), context.hyperparameter("beta"))
        let rate = context.learningRate
        let second = Moments.corrected(
            "second moment", of: gradient.squared(), context.hyperparameter("beta2"), context)
        let old = select(
            Moments.isFirst(context), (1 - alpha * beta) * parameters,
            context.state("psi", count: parameters.shape.count))
        let decayed = parameters - rate * decay(parameters, context)
        let psi = (1 - rate / beta) * old + rate * (1 / beta - alpha) * decayed
        context.assign(psi, to: "psi")
        return (1 + rate * (1 - alpha * beta) / (beta - rate)) * decayed - rate / (beta - rate) * psi
            - rate * beta * (gradient / AdamRule.root(second, context))
    }
}
