import Primitives
import TensorCore
import Training

/// Two branches mixed in random proportions, differently forward and backward.
struct ShakeShake: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "shake-shake", family: "dropout",
        summary: "Mixes the two branches of each residual block in random proportions instead of evenly.",
        formula: "forward: h + α f₁ + (1 − α) f₂;  backward: β and 1 − β;  α, β ~ U(0, 1);  evaluation: ½, ½",
        citations: ["Gastaldi 2017, Shake-Shake regularization, sections 1 and 2"],
        parameters: [
            .hyperparameter(
                "strength", symbol: "s", in: .closed(0, 1), default: 1, neutral: 0,
                "How far proportions may leave ½: α = ½ + s (U − ½)."),
            ParameterDeclaration(
                "forward", .choice(["shake", "even"]), default: .text("shake"), "The forward proportions."),
            ParameterDeclaration(
                "backward", .choice(["shake", "even", "keep"]), default: .text("shake"),
                "The backward proportions: drawn anew, even, or those of the forward pass."),
            ParameterDeclaration(
                "level", .choice(["image", "batch"]), default: .text("image"),
                "What shares a draw: each row (image), or the batch."),
        ],
        seams: ["architecture"],
        purpose: "Strong noise for residual networks of two branches per block; for long training.",
        remarks: ["Needs blocks of two branches whose outputs are averaged: the model multi-branch-mlp."])

    private let (forward, backward): (String, String)
    private let isPerRow: Bool

    init(arguments: Arguments) {
        (forward, backward) = (arguments.text("forward"), arguments.text("backward"))
        isPerRow = arguments.text("level") == "image"
    }

    func acts(at site: ActivationSite) -> Bool { site.kind == .branch }

    func refusal(in composition: Composition) -> Diagnostic? {
        BranchSites.refusal(
            composition, { $0 == 2 }, "two branches",
            remedy: "use the model multi-branch-mlp with branches: 2")
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let sites = BranchSites(context.sites)
        let (block, branch) = sites.place(of: site)
        let strength = context.hyperparameter("strength")
        let shape = isPerRow ? activation.shape.perRow() : [1]
        let half = context.graph.scalar(0.5).broadcast(to: shape)
        func share(_ name: String) -> Tensor {
            let draw = context.graph.uniform(
                shape, stream: context.stream("\(sites.blocks[block].name)/\(name)"))
            return 0.5 + strength * (draw - 0.5)
        }
        let alpha = forward == "shake" ? share("forward") : half
        let beta = backward == "shake" ? share("backward") : backward == "keep" ? alpha : half
        // The model takes the mean of the branches: a share of ½ is a factor of 1.
        func factor(_ share: Tensor) -> Tensor { 2 * (branch == 0 ? share : 1 - share) }
        return scaled(activation, forward: factor(alpha), backward: factor(beta))
    }
}
