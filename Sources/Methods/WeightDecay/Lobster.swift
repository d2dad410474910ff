import Primitives
import TensorCore
import Training

/// Decay of the weights that the loss is insensitive to.
struct Lobster: UpdateTransform {
    static let declaration = ComponentDeclaration(
        id: "lobster", family: "weight decay",
        summary:
            "Decays a weight the more, the less the loss depends on it: loss-based sensitivity regularisation.",
        formula: "w ← step(w) − λ w max(0, 1 − |∂L/∂w|);  relative: |∂L/∂w| over its maximum in the tensor",
        citations: [
            "Tartaglione, Bragagnolo, Fiandrotti & Grangetto 2022, LOss-Based SensiTivity rEgulaRization: towards deep "
                + "sparse neural networks"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 1e-5, neutral: 0,
                "The decay per step of a weight without influence on the loss; not multiplied by the learning rate."
            ),
            ParameterDeclaration(
                "sensitivity", .choice(["absolute", "relative"]), default: .text("absolute"),
                "The sensitivity: the gradient's magnitude, or that over the largest in the same tensor."),
            DecayScope.declaration,
        ],
        seams: ["update"],
        purpose:
            "Networks that can be pruned: weights that do not matter end near 0 and the others are not shrunk.",
        remarks: [
            "w is the weight before the step, as in the paper; the authors' code decays what comes out of the step.",
            "The gradient is that of the whole objective of the step. Pruning by thresholds is not part of the method "
                + "here.",
            "The default strength is ours.",
        ])

    private let isRelative: Bool
    private let scope: DecayScope

    init(arguments: Arguments) {
        isRelative = arguments.text("sensitivity") == "relative"
        scope = DecayScope(arguments)
    }

    func transform(_ updated: Tensor, from parameters: Tensor, gradient: Tensor, _ context: MethodContext)
        -> Tensor
    {
        let strength = context.hyperparameter("strength")
        var sensitivity = gradient.absolute()
        if isRelative {
            sensitivity = context.mapTensors(of: sensitivity) {
                let flat = $0.value.reshaped([$0.value.shape.count])
                return flat / maximum(flat.maximum(over: [0]), context.graph.scalar(1e-10))
            }
        }
        let insensitivity = maximum(1 - sensitivity, context.graph.scalar(0))
        return updated - strength * insensitivity * scope(parameters, strength: strength, context)
    }
}
