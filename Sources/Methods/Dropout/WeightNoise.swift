import Primitives
import TensorCore
import Training

/// Gaussian noise on the weights of each forward pass.
struct WeightNoise: Reparameterization {
    static let declaration = ComponentDeclaration(
        id: "weight-noise", family: "dropout",
        summary: "Adds Gaussian noise to the weights of every training step.",
        formula: "w ← w + σ ε (additive), or w (1 + σ ε) (multiplicative),  ε ~ N(0, 1), in the forward pass",
        citations: [
            "Murray & Edwards 1994, Enhanced MLP performance and fault tolerance resulting from synaptic weight noise "
                + "during training",
            "Graves, Mohamed & Hinton 2013, Speech recognition with deep recurrent neural networks, section 3.3",
        ],
        parameters: [
            .hyperparameter(
                "deviation", symbol: "σ", in: .nonNegative, default: 0.075, neutral: 0,
                "The standard deviation of the noise, of each weight's own size where it is multiplicative."),
            ParameterDeclaration(
                "kind", .choice(["additive", "multiplicative"]), default: .text("additive"),
                "How noise enters."),
        ],
        seams: ["reparameterisation"],
        purpose: "Looks for weights around which the loss is flat.",
        remarks: [
            "One draw per step, shared by all rows of the batch. Evaluation uses the weights as they are.",
            "The default deviation is that of the speech networks cited.",
        ])

    private let isAdditive: Bool

    init(arguments: Arguments) { isAdditive = arguments.text("kind") == "additive" }

    func effective(
        _ value: Tensor, of parameter: ParameterSpecification, stored: ParameterView, _ context: MethodContext
    ) -> Tensor {
        guard context.mode == .training else { return value }
        let noise =
            context.hyperparameter("deviation")
            * context.graph.normal(parameter.shape, stream: context.stream(parameter.name))
        return isAdditive ? value + noise : value * (1 + noise)
    }
}
