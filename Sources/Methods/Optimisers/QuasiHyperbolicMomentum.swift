import Primitives
import TensorCore
import Training

/// A mixture of plain and momentum gradient descent.
struct QuasiHyperbolicMomentum: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "qhm", family: "optimisers",
        summary: "Quasi-hyperbolic momentum: an average of a plain step and a step by the momentum.",
        formula: "v ← β v + (1−β) g;  w ← w − η ((1−ν) g + ν v)",
        citations: ["Ma & Yarats 2019, Quasi-hyperbolic momentum and Adam for deep learning, eqs. 3 and 4"],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1, "The step size."),
            .hyperparameter(
                "momentum", symbol: "β", in: .halfOpen(0, 1), default: 0.999,
                "Decay of the average of gradients."),
            .hyperparameter(
                "nu", symbol: "ν", in: .closed(0, 1), default: 0.7, neutral: 0, "The share of the average."),
        ],
        isOptimizer: true, seams: ["update"],
        purpose: "Long memories without their sluggishness; contains Nesterov's method (ν = β).",
        remarks: ["The average is weighted by 1 − β: a rate for SGD with momentum is divided by 1 − β here."])

    init(arguments: Arguments) {}

    /// It adds nothing at its neutral setting.
    var isGated: Bool { false }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let nu = context.hyperparameter("nu")
        let average = Moments.average("momentum", of: gradient, context.hyperparameter("momentum"), context)
        return parameters - context.learningRate * ((1 - nu) * gradient + nu * average)
    }
}
