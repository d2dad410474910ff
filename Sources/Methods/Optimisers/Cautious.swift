import Primitives
import TensorCore
import Training

/// An optimiser's step only where it descends.
struct Cautious: OptimizerTransform {
    static let declaration = ComponentDeclaration(
        id: "cautious", family: "optimisers",
        summary: "Masks the part of a step that lacks the gradient's sign, and lengthens the rest.",
        formula:
            "u = w − step(w);  φ = 1[u g > 0];  w ← w − u (1 − s + s a φ),  a = n/(Σφ + 1)",
        citations: [
            "Liang, Chen, Liu & Liu 2024, Cautious optimizers: improving training with one line of code, algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "How much of the mask is applied; 1 in the paper."),
            Variant.declaration(
                "paper: a over the whole vector; code: per tensor, 1/max(mean φ, 0.001)."),
        ],
        seams: ["update"],
        purpose: "Momentum that never points against the gradient, around any optimiser.",
        remarks: [
            "The mask sees the whole step of the optimiser, its own decay included. The paper leaves the decay outside: "
                + "give it by decoupled-weight-decay, which comes after.",
            "The code's scale was checked against copies of it; the paper's is from memory.",
        ])

    private let variant: Variant

    init(arguments: Arguments) { variant = Variant(arguments) }

    func update(
        _ parameters: Tensor, gradient: Tensor, using inner: (Tensor, Tensor) -> Tensor,
        _ context: MethodContext
    ) -> Tensor {
        let stepped = inner(parameters, gradient)
        let step = parameters - stepped
        // By signs: the product of two small numbers would be 0.
        let agrees = Moments.sign(step) * Moments.sign(gradient) .> context.graph.scalar(0)
        let scale: Tensor
        switch variant {
        case .paper: scale = Float(agrees.shape.count) / (agrees.sum() + 1)
        case .code:
            scale = Moments.perTensor(agrees, context) {
                1 / maximum($0.value.mean(), context.graph.scalar(0.001))
            }
        }
        let strength = context.hyperparameter("strength")
        let masked = parameters - step * (1 - strength + strength * (scale * agrees))
        return select(context.isOn!, masked, stepped)
    }
}
