import Primitives
import TensorCore
import Training

/// Weights removed little by little while training.
struct GradualMagnitudePruning: AfterStep {
    static let declaration = ComponentDeclaration(
        id: "gradual-magnitude-pruning", family: "pipelines",
        summary: "Removes the smallest weights of each layer little by little along a cubic schedule.",
        formula:
            "s_t = s (1 − (1 − u)³),  u = clip((t − b)/(e − b), 0, 1), t in [0, 1);  every Δ steps: w ← 0 for the ⌊s_t N⌋ "
            + "smallest |w| of each weight, and they stay 0",
        citations: [
            "Zhu & Gupta 2018, To prune, or not to prune: exploring the efficacy of pruning for model compression, eq. 1 "
                + "(s_i = 0)"
        ],
        parameters: [
            .hyperparameter(
                "sparsity", symbol: "s", in: .halfOpen(0, 1), default: 0.8, neutral: 0,
                "The share of each weight that is removed in the end."),
            .hyperparameter(
                "begin", symbol: "b", in: .halfOpen(0, 1), default: 0.25,
                "When pruning begins, as a share of the fit."),
            .hyperparameter(
                "end", symbol: "e", in: .openClosed(0, 1), default: 0.75,
                "When it ends, as a share of the fit."),
            ParameterDeclaration(
                "interval", symbol: "Δ", .integer(1...1_000_000), default: .integer(1),
                "Steps from one pruning to the next."),
        ],
        seams: ["after step"], purpose: "Sparse networks in one fit.",
        remarks: [
            "In the authors' code masked weights keep a value that no gradient reaches, and could return only if the mask "
                + "shrank; here they are 0, which is the same while the sparsity grows.",
            "Each weight tensor is ranked by itself. Where weights tie, all of them go.",
            "The times 0.25 and 0.75 are those of later studies of scaling, from memory; the paper gives none.",
            "In the last interval the sparsity is reached only if a pruning falls after the end: choose it shorter than "
                + "what is left of the fit.",
        ])

    let period: Int

    init(arguments: Arguments) { period = arguments.integer("interval") }

    func afterStep(_ parameters: Tensor, from before: Tensor, _ context: MethodContext) -> Tensor {
        let graph = context.graph
        let (zero, one) = (graph.scalar(0), graph.scalar(1))
        let mask = context.state("mask", count: context.layout.count, initial: 1)
        let masked = select(mask, parameters, zero)
        guard context.isActiveStep else { return masked }
        let (begin, end) = (context.hyperparameter("begin"), context.hyperparameter("end"))
        let span = maximum(end - begin, graph.scalar(1e-6))
        let progress = minimum(maximum((context.clock(.progress) - begin) / span, zero), one)
        let rest = 1 - progress
        let sparsity = context.hyperparameter("sparsity") * (1 - rest * rest * rest)
        let next = context.mapTensors(of: masked) { tensor in
            let size = tensor.value.absolute()
            guard tensor.specification.role == .weight else { return one.broadcast(to: size.shape) }
            let count = sparsity * Float(size.shape.count)
            // The rank of the largest that goes; below 1 none does.
            let limit = size.orderStatistic(count - 1)
            return maximum(one .> count, size .> limit)
        }
        let stays = mask * next
        context.assign(stays, to: "mask")
        return select(stays, masked, zero)
    }
}
