import Primitives
import TensorCore
import Training

/// Dropout of the paths that meet at a join.
struct DropPath: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "drop-path", family: "dropout",
        summary:
            "Drops some of the branches that meet in a block, never all, and takes the mean of the rest.",
        formula:
            "join = Σ_j m_j f_j / Σ_j m_j;  local: m_j ~ Bernoulli(1 − p), one at random where all are 0;  "
            + "global: one column of the whole network alone",
        citations: [
            "Larsson, Maire & Shakhnarovich 2017, FractalNet: ultra-deep neural networks without residuals, section 2.1"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.15, neutral: 0,
                "The probability that a branch is dropped in a batch of local sampling; 0 is off altogether."),
            .hyperparameter(
                "global_share", in: .closed(0, 1), default: 0.5,
                "The share of batches in which a single column, the same in all blocks, is kept instead."),
        ],
        seams: ["architecture"],
        purpose: "Keeps parallel branches from relying on each other: each must work alone.",
        remarks: [
            "Draws are per batch. Evaluation takes the mean of all branches.",
            "Here the branches stand in residual blocks (multi-branch-mlp), not in the paper's fractals: the residual "
                + "connection itself is never dropped.",
            "What libraries call drop path, one residual branch dropped per row, is stochastic-depth with granularity: row.",
            "Rates in the paper are from memory of it: 0.15, and half of the batches global.",
        ])

    init(arguments: Arguments) {}

    func acts(at site: ActivationSite) -> Bool { site.kind == .branch }

    func refusal(in composition: Composition) -> Diagnostic? {
        BranchSites.refusal(
            composition, { $0 > 1 }, "several branches",
            remedy: "use the model multi-branch-mlp, or stochastic-depth for a single branch")
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let sites = BranchSites(context.sites)
        let (block, branch) = sites.place(of: site)
        let (name, count) = (sites.blocks[block].name, sites.blocks[block].branches.count)
        let graph = context.graph
        /// 1 at one of the branches, by a number in [0, 1).
        func one(_ draw: Tensor) -> Tensor {
            let places = graph.constant((0..<count).map(Float.init), [count])
            let position = draw * Float(count)
            return ((places + 1) .> position) * (1 - (places .> position))
        }
        let last = graph.uniform([1], stream: context.stream("\(name)/last"))
        let drawn = context.kept([count], rate: context.hyperparameter("rate"), stream: name)
        let local = select(drawn.sum(), drawn, one(last))
        let global = graph.uniform([2], stream: context.stream("global"))
        let isGlobal = context.hyperparameter("global_share") .> global.slice(from: 0, [1])
        let mask = select(isGlobal, one(global.slice(from: 1, [1])), local)
        // The model takes the mean over all branches.
        return activation * (mask.slice(from: branch, [1]) * (Float(count) / mask.sum()))
    }
}
