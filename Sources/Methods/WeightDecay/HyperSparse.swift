import Primitives
import TensorCore
import Training

/// A pull on weights below a quantile of the magnitudes that leaves the larger ones almost alone.
struct HyperSparse: Penalty {
    static let declaration = ComponentDeclaration(
        id: "hypersparse", family: "weight decay",
        summary: "Pulls weights below a quantile of the magnitudes to 0 and leaves larger ones almost alone.",
        formula:
            "∂/∂w: λ sign(w) s sech²(s |w|) Σ|w| / Σ tanh(s |w|),  s = artanh(1/√3) / |w|_(κ);  the value is 0: "
            + "Σ|w| Σtanh(s|w|) / sg(Σtanh(s|w|)) − Σ|w|",
        citations: [
            "Glandorf, Kaiser & Rosenhahn 2023, HyperSparse neural networks: shifting exploration to exploitation "
                + "through adaptive regularization"
        ],
        parameters: [
            .hyperparameter(
                "strength", symbol: "λ", in: .nonNegative, default: 5e-6, neutral: 0,
                "The penalty's weight; the paper raises it by 5 % every epoch."),
            ParameterDeclaration(
                "prune_rate", symbol: "κ", .real(.open(0, 1)), default: .real(0.9),
                "The share of weights to be pulled to 0."),
        ],
        seams: ["penalty"],
        purpose: "Prepares a network for magnitude pruning at a rate that is known beforehand.",
        remarks: [
            "The penalty adds nothing to the reported loss: only its gradient is there, with s and the sum of tanh held "
                + "fixed.",
            "|w|_(κ) is the κ-quantile of the magnitudes of all weights together, linear between order statistics.",
            "The loop around it (warm-up, pruning, fine-tuning) is not part of the method here.",
        ])

    private let pruneRate: Double

    init(arguments: Arguments) { pruneRate = arguments.real("prune_rate") }

    func penalty(_ parameters: Tensor, _ context: MethodContext) -> Tensor {
        let weights = concatenate(
            context.weights(of: parameters).map { $0.value.reshaped([$0.value.shape.count]) }, axis: 0)
        let magnitudes = weights.absolute()
        let fixed = magnitudes.stoppingGradient()
        // artanh(1/√3)
        let slope = context.graph.scalar(0.658_478_95) / PenaltyAlgebra.divisor(fixed.quantile(pruneRate))
        let squashed = (slope.stoppingGradient() * magnitudes).hyperbolicTangent().sum()
        let ratio = squashed / PenaltyAlgebra.divisor(squashed.stoppingGradient())
        // Magnitudes that are not differentiated: what their derivative would add, the last term takes back.
        let total = fixed.sum()
        return context.hyperparameter("strength") * (total * ratio - total)
    }
}
