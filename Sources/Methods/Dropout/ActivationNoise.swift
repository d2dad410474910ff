import Primitives
import TensorCore
import Training

/// Additive Gaussian noise on hidden units.
struct ActivationNoise: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "activation-noise", family: "dropout",
        summary: "Adds Gaussian noise to hidden units while training.",
        formula: "h ← h + σ ε,  ε ~ N(0, 1) per unit and row",
        citations: [
            "Poole, Sohl-Dickstein & Ganguli 2014, Analyzing noise in autoencoders and deep networks"
        ],
        parameters: [
            .hyperparameter(
                "deviation", symbol: "σ", in: .nonNegative, default: 0.1, neutral: 0,
                "The standard deviation of the noise.")
        ],
        seams: ["architecture"],
        purpose: "Penalises units that matter only by small differences of their values.",
        remarks: [
            "A network can grow its weights to drown the noise; multiplicative noise (gaussian-dropout) grows with them.",
            "Acts after every hidden layer's activation.",
        ])

    init(arguments: Arguments) {}

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let noise = context.graph.normal(activation.shape, stream: context.stream("\(site)"))
        return activation + context.hyperparameter("deviation") * noise
    }
}
