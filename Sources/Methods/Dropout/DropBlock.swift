import Primitives
import TensorCore
import Training

/// Dropout of contiguous regions of feature maps.
struct DropBlock: ActivationTransform {
    static let declaration = ComponentDeclaration(
        id: "dropblock", family: "dropout",
        summary: "Drops contiguous blocks of feature maps and scales up the rest.",
        formula: "seeds ~ Bernoulli(γ) where a block fits;  every seed drops the block around it;  "
            + "h ← h · m · count(m) / count_ones(m),  γ = (p / bᵈ) Π_axis e / (e − b + 1) over extents e",
        citations: [
            "Ghiasi, Lin & Le 2018, DropBlock: a regularization method for convolutional networks, algorithm 1 and eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .halfOpen(0, 1), default: 0.1, neutral: 0,
                "About the share of units that are dropped."),
            ParameterDeclaration(
                "block_size", symbol: "b", .integer(1...1_000), default: .integer(7),
                "Extent of a block along every axis; at most the map's extent."),
        ],
        seams: ["architecture"],
        purpose:
            "Takes away what dropout of single places leaves to their neighbours, in convolutional networks.",
        remarks: [
            "Each channel has blocks of its own, which the paper found better than shared ones.",
            "The paper raises the rate linearly from 0 while training: a schedule of the rate.",
            "Overlapping blocks make the dropped share a little smaller than p. With block_size 1 it is dropout, but for "
                + "the scale, which counts what is left in the batch.",
            "Works for sequences as for images; hidden units without places are left alone.",
        ])

    private let blockSize: Int

    init(arguments: Arguments) { blockSize = arguments.integer("block_size") }

    func refusal(in composition: Composition) -> Diagnostic? {
        guard !composition.model.parameters.contains(where: { $0.role == .weight && $0.shape.rank > 2 })
        else {
            return nil
        }
        return Diagnostic(
            "the model \(composition.modelUse.id) has no feature maps to drop blocks of",
            remedy: "use dropout, or the model cnn")
    }

    func transform(_ activation: Tensor, at site: ActivationSite, _ context: MethodContext) -> Tensor {
        let shape = activation.shape
        guard shape.rank > 2 else { return activation }
        let axes = Array(1..<shape.rank - 1)
        let blocks = axes.map { min(blockSize, shape[$0]) }
        // Where a block's first corner can lie.
        var corners = shape.dimensions
        var density: Float = 1
        for (axis, block) in zip(axes, blocks) {
            corners[axis] = shape[axis] - block + 1
            density *= Float(shape[axis]) / Float(block) / Float(corners[axis])
        }
        let seeds =
            1
            - context.kept(Shape(corners), rate: context.hyperparameter("rate") * density, stream: "\(site)")
        var dropped = seeds
        for (axis, block) in zip(axes, blocks) {
            dropped = dropped.padded(axis: axis, before: block - 1, after: block - 1)
        }
        dropped = maximumPool(dropped, window: blocks, strides: blocks.map { _ in 1 })
        let mask = 1 - dropped
        let scale = Float(shape.count) / maximum(mask.sum(), context.graph.scalar(1))
        return activation * (mask * scale)
    }
}
