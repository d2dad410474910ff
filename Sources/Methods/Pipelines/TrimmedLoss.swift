import Primitives
import TensorCore
import Training

/// The rows of a batch with the highest losses left out.
struct TrimmedLoss: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "trimmed-loss", family: "pipelines",
        summary: "Leaves out the rows of each batch with the highest losses, or with the lowest.",
        formula: "L = mean of the n − ⌊p n⌋ smallest ℓ_i (small), or largest (large)",
        citations: [
            "Rousseeuw 1984, Least median of squares regression, section 3 (least trimmed squares)",
            "Shen & Sanghavi 2019, Learning with bad training data via iterative trimmed loss minimization, algorithm 2",
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.2, neutral: 0,
                "The share of the rows of a batch that is left out."),
            ParameterDeclaration(
                "keep", .choice(["small", "large"]), default: .text("small"),
                "Which losses count: small ones (robust to wrong labels) or large ones (hard examples)."),
        ],
        seams: ["loss"],
        purpose: "Wrong labels: networks fit right ones first, so that wrong ones have large losses.",
        remarks: [
            "The mean is over the rows that count: the gradient keeps its size.",
            "Where losses tie with the last one that counts, all of them count.",
            "Choose the rate near the share of wrong labels, and let it begin after some epochs: early on, hard rows look "
                + "like wrong ones.",
            "Rows are ranked by their loss before weights.",
            "A rate that falls to 0 is self-paced learning by quantiles (Kumar, Packer & Koller 2010).",
        ])

    private let keepsSmall: Bool

    init(arguments: Arguments) { keepsSmall = arguments.text("keep") == "small" }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let terms = inner(pass)
        let count = terms.shape[0]
        let losses = terms.sumOverLastAxis().stoppingGradient()
        let ranked = keepsSmall ? losses : -losses
        // ⌊p n⌋ are left out: a whole number, by the rank that is read.
        let left = context.hyperparameter("rate") * Float(count)
        let dropped = context.graph.constant((0...count).map(Float.init), [count + 1]).gatheringRows(left)
        let limit = ranked.orderStatistic(Float(count - 1) - dropped)
        let counts = 1 - (ranked .> limit)
        return terms * (counts * (Float(count) / counts.sum()))
    }
}
