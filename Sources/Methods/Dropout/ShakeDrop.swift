import Primitives
import TensorCore
import Training

/// Residual branches disturbed at random, differently forward and backward.
struct ShakeDrop: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "shake-drop", family: "dropout",
        summary:
            "Multiplies residual branches by random factors, one for the forward and one for the backward pass.",
        formula:
            "forward: (b + α − bα) f / p_l;  backward: (b + β − bβ) ∂ / p_l;  b ~ Bernoulli(p_l),  α ~ U(−1, 1),  "
            + "β ~ U(0, 1),  p_l = 1 − (l/L) p",
        citations: [
            "Yamada, Iwamura, Akiba & Kise 2019, ShakeDrop regularization for deep residual learning, eq. 6 and section 4"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.5, neutral: 0,
                "The probability that the last block's branch is disturbed; the paper's 1 − p_L."),
            ParameterDeclaration(
                "alpha", symbol: "α", .choice(["shake", "zero"]), default: .text("shake"),
                "The forward factor of disturbed branches: uniform in (−1, 1), or 0."),
            ParameterDeclaration(
                "beta", symbol: "β", .choice(["shake", "zero", "alpha"]), default: .text("shake"),
                "The backward factor of disturbed branches: uniform in (0, 1), 0, or that of the forward pass."
            ),
        ],
        seams: ["architecture"],
        purpose: "Strong noise for residual networks of a single branch per block; for long training.",
        remarks: [
            "b is drawn per batch and block, α and β per row, as in the authors' code.",
            "Inverted scaling: the paper multiplies branches by the expectation p_l in evaluation; here training divides by "
                + "it, which multiplies the branch's values and gradients by 1/p_l against the paper.",
            "The paper disturbs the output of a batch norm at the end of the branch; residual-mlp's branches end in an "
                + "affine map.",
        ])

    private let shakesForward: Bool
    private let backward: String

    init(arguments: Arguments) {
        shakesForward = arguments.text("alpha") == "shake"
        backward = arguments.text("beta")
    }

    func acts(at site: ActivationSite) -> Bool { site.kind == .branch }

    func refusal(in composition: Composition) -> Diagnostic? {
        BranchSites.refusal(
            composition, { $0 > 0 }, "any kind", remedy: "use the model residual-mlp with blocks")
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let sites = BranchSites(context.sites)
        let (block, graph) = (sites.place(of: site).block, context.graph)
        let rate = context.hyperparameter("rate") * sites.depth(of: block)
        let kept = context.kept([1], rate: rate, stream: "\(sites.blocks[block].name)/gate")
        let shape = activation.shape.perRow()
        func draw(_ name: String) -> Tensor {
            graph.uniform(shape, stream: context.stream("\(site)/\(name)"))
        }
        let zero = graph.scalar(0).broadcast(to: shape)
        let alpha = shakesForward ? 2 * draw("alpha") - 1 : zero
        let beta = backward == "shake" ? draw("beta") : backward == "alpha" ? alpha : zero
        func factor(_ disturbed: Tensor) -> Tensor { select(kept, graph.scalar(1), disturbed) / (1 - rate) }
        return scaled(activation, forward: factor(alpha), backward: factor(beta))
    }
}
