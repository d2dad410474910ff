import Primitives
import TensorCore
import Training

/// A box of another row pasted over each row, and targets by the areas.
struct CutMix: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "cutmix", family: "mixing",
        summary: "Pastes a box of another image over each image and mixes the targets by area.",
        formula:
            "x ← x outside a box, x_π inside;  box W√(1−λ) × H√(1−λ) about a uniform centre, clipped, λ ~ Beta(α, α);  "
            + "t ← λ′ t + (1−λ′) t_π,  λ′ = 1 − area of the clipped box / (W H)",
        citations: [
            "Yun, Han, Oh, Chun, Choe & Yoo 2019, CutMix: regularization strategy to train strong classifiers with "
                + "localizable features, section 3.1 and algorithm A1"
        ],
        parameters: [
            .hyperparameter(
                "alpha", symbol: "α", in: .nonNegative, default: 1, "The shape of the Beta distribution."),
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 1, neutral: 0,
                "The probability that a batch is mixed."),
        ],
        seams: ["batch"],
        purpose: "Image classification from few images: occlusion without lost pixels, softer targets.",
        remarks: [
            "One λ, one box and one permutation per batch, with whole sides cut down to even ones, as in the authors' "
                + "code; its CIFAR runs have the rate 0.5, its ImageNet runs 1.",
            "Rows that are lines: the box is a segment of (1−λ) of the length.",
        ])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? { ImageShape.refusal(in: composition) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        let weight = graph.beta(context.hyperparameter("alpha"), stream: context.stream("weight"))
        let partner = graph.permutation(context.batchSize, stream: context.stream("partner"))
        let isMixed =
            context.hyperparameter("rate") .> graph.uniform([], stream: context.stream("application"))
        let side = shape.isLine ? 1 - weight : (1 - weight).squareRoot()
        /// The first place of the box and the one after it, along an axis.
        func range(_ count: Int, _ axis: String) -> (Tensor, Tensor) {
            if count == 1 { return (graph.scalar(0), graph.scalar(1)) }
            let whole = RandomChoice.wholePart(side * Float(count), below: count + 1)
            let half = RandomChoice.wholePart(whole / 2, below: count / 2 + 1)
            let centre = RandomChoice.integer(
                graph.uniform([], stream: context.stream(axis)), below: count)
            return (
                maximum(centre - half, graph.scalar(0)), minimum(centre + half, graph.scalar(Float(count)))
            )
        }
        let (top, bottom) = range(shape.height, "row")
        let (left, right) = range(shape.width, "column")
        let isPasted = shape.perInput(
            shape.box(top: top, bottom: bottom, left: left, right: right) * isMixed)
        let share = 1 - isMixed * ((bottom - top) * (right - left) / Float(shape.places))
        let (targets, weights) = PairMixing.targets(of: batch, share: share, partner: partner)
        return Batch(
            inputs: select(isPasted, batch.inputs.gatheringRows(partner), batch.inputs), targets: targets,
            weights: weights)
    }
}
