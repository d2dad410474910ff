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
        let top = tilted.maximum(over: [0, 1]).stoppingGradient()
        let powers = (tilted - top).exponential()
        let one = context.graph.scalar(1)
        // Weights are taken in here, and out again of what the mean over rows will multiply with them.
        let weight = pass.weights.map { $0.mean() } ?? one
        let mean = (pass.weights.map { $0 * powers } ?? powers).mean() / weight
        return ((mean.logarithm() + top) / tilt).broadcast(to: tilted.shape)
    }
}
