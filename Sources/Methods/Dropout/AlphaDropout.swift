import Primitives
import TensorCore
import Training

/// The dropout of self-normalising networks.
struct AlphaDropout: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "alpha-dropout", family: "dropout",
        summary: "Sets hidden units to SELU's lower limit at random, and keeps mean and variance.",
        formula: "h ← a (h · m + α′ (1 − m)) + b,  m ~ Bernoulli(q),  q = 1 − p,  α′ = −λα,  "
            + "a = (q + α′² q (1 − q))^(−1/2),  b = −a (1 − q) α′",
        citations: [
            "Klambauer, Unterthiner, Mayr & Hochreiter 2017, Self-normalizing neural networks, section 2 "
                + "(new dropout technique)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.05, neutral: 0,
                "The probability that a unit is dropped; the paper recommends 0.05 or 0.1.")
        ],
        seams: ["architecture"],
        purpose: "Dropout for networks of SELU units: units of mean 0 and variance 1 stay so.",
        remarks: [
            "Made for activation: selu and lecun-normal weights; under other activation functions it shifts the mean.",
            "The factor is that of the paper, (q (1 + (1 − q) α′²))^(−1/2).",
        ])

    /// −λ α of SELU: what a unit gives far below 0.
    static let limit: Float = -1.7580993408473766

    init(arguments: Arguments) {}

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let rate = context.hyperparameter("rate")
        let keep = 1 - rate
        let mask = context.kept(activation.shape, rate: rate, stream: "\(site)")
        let factor = 1 / (keep + keep * rate * (Self.limit * Self.limit)).squareRoot()
        let dropped = select(mask, activation, context.graph.scalar(Self.limit))
        return factor * dropped - factor * rate * Self.limit
    }
}
