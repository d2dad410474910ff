import Numerics
import Primitives
import TensorCore
import Training

/// Train, remove the smallest weights, train again.
struct MagnitudePruning: PipelineTransform, AfterStep {
    static let declaration = ComponentDeclaration(
        id: "magnitude-pruning", family: "pipelines",
        summary:
            "Removes the smallest weights after training and trains what is left, in one or several rounds.",
        formula:
            "after round r of R: m ← 1 for the largest (1−s)^{r/R} of the |w|, else 0;  then w ← m w after every step",
        citations: [
            "Han, Pool, Tran & Dally 2015, Learning both weights and connections for efficient neural networks, section 3",
            "Frankle & Carbin 2019, The lottery ticket hypothesis: finding sparse, trainable neural networks, section 2 "
                + "(rewind: initial)",
        ],
        parameters: [
            ParameterDeclaration(
                "sparsity", symbol: "s", .real(.halfOpen(0, 1)), default: .real(0.8), neutral: .real(0),
                "The share of the weights that is removed in the end."),
            ParameterDeclaration(
                "rounds", symbol: "R", .integer(1...100), default: .integer(1), "How many times it prunes."),
            ParameterDeclaration(
                "scope", .choice(["global", "layer"]), default: .text("global"),
                "Whether all weights are ranked together, or each layer's by itself."),
            ParameterDeclaration(
                "rewind", .choice(["none", "initial"]), default: .text("none"),
                "Where training goes on: from the weights that are left, or from their initial values (lottery tickets)."
            ),
        ],
        seams: ["pipeline", "after step"],
        purpose: "Sparse networks; with rewind, tickets that train from scratch.",
        remarks: [
            "A cell costs rounds + 1 fits; every fit runs all epochs and schedules.",
            "Weights alone are pruned: biases, gains and embeddings of methods stay.",
            "Rewinding puts biases and the model's running statistics back too.",
            "Frankle and Carbin prune the output layer at half the rate; here it is a layer like the others.",
        ])

    private static let mask = "magnitude-pruning/mask"
    private let sparsity: Double
    private let rounds: Int
    private let isGlobal: Bool
    private let rewinds: Bool

    init(arguments: Arguments) {
        sparsity = arguments.real("sparsity")
        rounds = arguments.integer("rounds")
        isGlobal = arguments.text("scope") == "global"
        rewinds = arguments.text("rewind") == "initial"
    }

    var costInPasses: Double { sparsity > 0 ? Double(rounds + 1) : 1 }

    func pipeline(_ stages: [any Stage], _ settings: TrainingSettings) -> [any Stage] {
        guard sparsity > 0 else { return stages }
        var result = stages
        for round in 1...rounds {
            let kept =
                round == rounds
                ? 1 - sparsity : DeterministicMath.pow(1 - sparsity, Double(round) / Double(rounds))
            let (isGlobal, rewinds) = (isGlobal, rewinds)
            result.append(
                ChangeParameters { cell in
                    let mask = MagnitudeRanking.mask(
                        cell.parameters.values, cell.blueprint.layout, sparsity: 1 - kept,
                        isGlobal: isGlobal)
                    cell.buffers[.state(Self.mask)] = FloatBuffer(mask)
                    if rewinds { cell.startAgain() }
                    return zip(cell.parameters.values, mask).map { $0 * $1 }
                })
            result += stages
        }
        return result
    }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        guard sparsity > 0 else { return parameters }
        let mask = context.state("mask", count: context.layout.count, initial: 1, lifetime: .cell)
        return select(mask, parameters, context.graph.scalar(0))
    }
}
