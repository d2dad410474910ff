import Primitives
import TensorCore
import Training

/// Dropout of whole residual branches.
struct StochasticDepth: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "stochastic-depth", family: "dropout",
        summary: "Leaves out residual branches at random while training and scales up those that stay.",
        formula: "h_l = h_{l−1} + b_l f_l(h_{l−1}) / p_l,  b_l ~ Bernoulli(p_l),  p_l = 1 − (l/L) p",
        citations: [
            "Huang, Sun, Liu, Sedra & Weinberger 2016, Deep networks with stochastic depth, section 3 and eq. 4"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The probability that the last block's branch is left out."),
            ParameterDeclaration(
                "profile", .choice(["linear", "constant"]), default: .text("linear"),
                "How the probability grows with depth: linearly from the input on, or not at all."),
            ParameterDeclaration(
                "granularity", .choice(["batch", "row"]), default: .text("batch"),
                "What shares a draw: the batch, as in the paper, or each row (in libraries, drop path)."),
        ],
        seams: ["architecture"],
        purpose:
            "Trains deep residual networks as if they were shorter, and averages networks of many depths.",
        remarks: [
            "Inverted scaling: the paper multiplies branches by p_l in evaluation instead.",
            "All branches of a block share their fate. A branch that is left out still costs its computation.",
            "Early stochastic depth (Liu et al. 2023) is a schedule of the rate.",
        ])

    private let isLinear: Bool
    private let isPerRow: Bool

    init(arguments: Arguments) {
        isLinear = arguments.text("profile") == "linear"
        isPerRow = arguments.text("granularity") == "row"
    }

    func acts(at site: ActivationSite) -> Bool { site.kind == .branch }

    func refusal(in composition: Composition) -> Diagnostic? {
        BranchSites.refusal(
            composition, { $0 > 0 }, "any kind", remedy: "use the model residual-mlp with blocks")
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let sites = BranchSites(context.sites)
        let block = sites.place(of: site).block
        let rate = context.hyperparameter("rate") * (isLinear ? sites.depth(of: block) : 1)
        let shape = isPerRow ? activation.shape.perRow() : [1]
        return activation * (context.kept(shape, rate: rate, stream: sites.blocks[block].name) / (1 - rate))
    }
}
