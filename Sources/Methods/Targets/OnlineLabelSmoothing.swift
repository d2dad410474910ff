import Primitives
import TensorCore
import Training

/// Soft labels of each class, from the epoch before.
struct OnlineLabelSmoothing: LossTransform {
    static let declaration = ComponentDeclaration(
        id: "online-label-smoothing", family: "targets",
        summary:
            "Mixes each target with the mean prediction of its class's correct rows in the epoch before.",
        formula: "t ← (1 − s) t + s S[y],  S[y] the mean p of the rows of class y that were predicted right",
        citations: [
            "Zhang, Jiang, Hou, Wei, Han, Li & Cheng 2021, Delving deep into label smoothing, section 3 and algorithm 1"
        ],
        parameters: [
            .hyperparameter(
                "share", symbol: "s", in: .closed(0, 1), default: 0.5, neutral: 0, "The soft labels' share."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "The first epoch's soft labels: uniform (paper), or none, which halves the loss there (code)."
            ),
        ],
        seams: ["loss"],
        purpose: "Label smoothing that knows which classes are alike.",
        remarks: [
            "A class without a correct row in an epoch has uniform soft labels in the next, as in the authors' code.",
            "The uniform start is from memory of the paper; the code's zeros were read there.",
            "Rows count the same for the soft labels, whatever their weights.",
        ],
        tasks: [.classification])

    private let startsUniform: Bool

    init(arguments: Arguments) { startsUniform = arguments.text("variant") == "paper" }

    func terms(_ pass: ForwardPass, using inner: (ForwardPass) -> Tensor, _ context: MethodContext) -> Tensor
    {
        let (width, graph) = (context.targetWidth, context.graph)
        let uniform = 1 / Float(width)
        let soft = context.state(
            "soft labels", [width, width], start: .filled(.constant(startsUniform ? uniform : 0)))
        let sums = context.state("sums", [width, width], start: .filled(.constant(0)))
        let counts = context.state("counts", [width, 1], start: .filled(.constant(0)))
        let zero = graph.scalar(0)

        let predictions = pass.probabilities.stoppingGradient()
        let isRight = (predictions.topOfRow() * pass.targets.topOfRow()).sumOverLastAxis() .> zero
        let right = (isRight * pass.targets).stoppingGradient()
        let newSums = sums + matmul(right, predictions, transposeA: true)
        let newCounts = counts + right.sum(over: [0]).reshaped([width, 1])
        let ends = context.clock(.isLastStepOfEpoch)
        let isThere = newCounts .> zero
        let next = select(
            isThere, newSums / select(isThere, newCounts, graph.scalar(1)), graph.scalar(uniform))
        context.assigningWhileOn {
            context.assign(select(ends, next, soft), to: "soft labels")
            context.assign(select(ends, zero, newSums), to: "sums")
            context.assign(select(ends, zero, newCounts), to: "counts")
        }

        let share = context.hyperparameter("share")
        return inner(pass.with(targets: (1 - share) * pass.targets + share * matmul(pass.targets, soft)))
    }
}
