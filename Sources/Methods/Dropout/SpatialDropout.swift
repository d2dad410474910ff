import Primitives
import TensorCore
import Training

/// Dropout of whole channels.
struct SpatialDropout: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "spatial-dropout", family: "dropout",
        summary: "Drops whole channels of feature maps at random and scales up the rest.",
        formula: "h[row, place, channel] ← h · m[row, channel] / (1 − p),  m ~ Bernoulli(1 − p)",
        citations: [
            "Tompson, Goroshin, Jain, LeCun & Bregler 2015, Efficient object localization using convolutional networks, "
                + "section 3.2"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.2, neutral: 0,
                "The probability that a channel is dropped.")
        ],
        seams: ["architecture"],
        purpose: "Dropout for convolutions, whose neighbouring places carry the same information.",
        remarks: [
            "Where hidden units have no places (no convolutions) it is plain dropout.",
            "Acts after every hidden layer's activation.",
        ])

    init(arguments: Arguments) {}

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let mask = context.kept(activation.shape.perRow(channels: true), rate: rate, stream: "\(site)")
        return activation * (mask / (1 - rate))
    }
}
