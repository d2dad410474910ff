import Primitives
import TensorCore
import Training

/// A soft maximum or minimum over the rows' losses in place of their mean.
struct TiltedLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "tilted-loss", family: "targets",
        summary:
            "Tilted empirical risk: a soft maximum (t > 0) or minimum (t < 0) over the rows of the batch.",
        formula: "L ← (1/t) log mean_i e^{t l_i}",
        citations: ["Li, Beirami, Sanjabi & Smith 2021, Tilted empirical risk minimization, eq. 2"],
        parameters: [
            .hyperparameter(
                "tilt", symbol: "t", in: .all, default: 1, neutral: 0,
                "Above 0 hard rows count more, below 0 easy ones.")
        ],
        seams: ["loss"],
        purpose: "Rare hard rows (t > 0), or outliers and wrong labels (t < 0).",
        remarks: [
            "The mean is over the batch, as in the paper's algorithm 1; small batches tilt less.",
            "Every row contributes the same number: methods that look at the losses of rows should stand inside it.",
            "The default is a guess: the paper tunes t.",
        ])

    init(arguments: Arguments) {}

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let tilt = context.hyperparameter("tilt")
        let tilted = tilt * inner(pass).sumOverLastAxis()
        guard let weights = pass.weights else {
            let top = tilted.maximum(over: [0, 1]).stoppingGradient()
            let mean = (tilted - top).exponential().mean()
            return ((mean.logarithm() + top) / tilt).broadcast(to: tilted.shape)
        }
        let (zero, one) = (context.graph.scalar(0), context.graph.scalar(1))
        // Rows of weight 0 have no part: neither in the largest nor, as the smallest, in a power that overflows.
        let counts = weights .> zero
        let least = -(-tilted).maximum(over: [0, 1])
        let counted = select(counts, tilted, least.stoppingGradient())
        let top = counted.maximum(over: [0, 1]).stoppingGradient()
        // Divided by the weights of the batch, by which the mean over rows will multiply again.
        let weight = weights.mean()
        let isThere = weight .> zero
        let mean = (weights * (counted - top).exponential()).mean() / select(isThere, weight, one)
        let tiltedMean = select(isThere, mean, one).logarithm() + top
        return (tiltedMean / tilt).broadcast(to: tilted.shape)
    }
}
