import Primitives
import TensorCore
import Training

/// Dropout of weights.
struct DropConnect: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "dropconnect", family: "dropout",
        summary: "Sets weights to zero at random while training and scales up the rest.",
        formula: "W ← W · M / (1 − p),  M ~ Bernoulli(1 − p) per weight",
        citations: [
            "Wan, Zeiler, Zhang, LeCun & Fergus 2013, Regularization of neural networks using DropConnect, section 3"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The probability that a weight is dropped.")
        ],
        seams: ["reparameterisation"],
        purpose: "A finer dropout: units lose some of their inputs.",
        remarks: [
            "One mask per step for all rows of the batch; the paper draws one per row.",
            "Inverted scaling: evaluation uses the weights as they are, where the paper draws pre-activations from a "
                + "Gaussian of matched moments and averages.",
            "Acts on every weight, that of the output too; biases are never dropped.",
        ])

    init(arguments: Arguments) {}

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard context.mode == .training else { return value }
        let rate = context.hyperparameter("rate")
        return value * (context.kept(parameter.shape, rate: rate, stream: parameter.name) / (1 - rate))
    }
}
