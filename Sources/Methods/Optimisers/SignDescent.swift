import Primitives
import TensorCore
import Training

/// Descent by the signs of the gradient, or of its running average.
struct SignDescent: Optimizer {
    static let declaration = ComponentDeclaration(
        id: "signsgd", family: "optimisers",
        summary: "signSGD, or Signum with momentum: a step of the same length for every parameter.",
        formula: "m ← β m + (1−β) g;  w ← w − η (sign(m) + λ w)",
        citations: [
            "Bernstein, Wang, Azizzadenesheli & Anandkumar 2018, signSGD: compressed optimisation for non-convex problems, "
                + "algorithms 1 and 2"
        ],
        parameters: [
            .hyperparameter("learning_rate", symbol: "η", in: .nonNegative, default: 1e-4, "The step size."),
            .hyperparameter(
                "momentum", symbol: "β", in: .halfOpen(0, 1), default: 0.9,
                "Decay of the running average; 0 for signSGD, above it for Signum."),
        ] + OwnDecay.declarations(default: 0),
        isOptimizer: true, seams: ["update"],
        purpose: "The steepest descent in the maximum norm; the plainest relative of Adam and Lion.",
        remarks: ["With decay and β as 0.965 it is Tiger (Su 2023), up to Tiger's treatment of biases."])

    private let decay: OwnDecay

    init(arguments: Arguments) { decay = OwnDecay(arguments) }

    func update(_ parameters: Tensor, gradient: Tensor, _ context: MethodContext) -> Tensor {
        let average = Moments.average("momentum", of: gradient, context.hyperparameter("momentum"), context)
        return parameters - context.learningRate * (Moments.sign(average) + decay(parameters, context))
    }
}
