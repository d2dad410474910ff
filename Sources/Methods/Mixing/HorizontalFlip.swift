import Primitives
import TensorCore
import Training

/// Images mirrored left to right at random.
struct HorizontalFlip: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "horizontal-flip", family: "mixing", summary: "Mirrors random images left to right.",
        formula: "x[y, x′] ← x[y, W − 1 − x′] with probability p",
        citations: [
            "Krizhevsky, Sutskever & Hinton 2012, ImageNet classification with deep convolutional neural networks, "
                + "section 4.1"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.5, neutral: 0,
                "The probability that an image is mirrored.")
        ],
        seams: ["batch"], purpose: "Images of things that have no left and right.",
        remarks: ["Digits and letters change their meaning.", "A line is reversed."])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? { ImageShape.refusal(in: composition) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        let draw = graph.uniform([context.batchSize, 1], stream: context.stream("application"))
        let isMirrored = context.hyperparameter("rate") .> draw
        let column = shape.columnNumbers(graph)
        var batch = batch
        batch.inputs = shape.gathering(
            batch.inputs, y: shape.rowNumbers(graph),
            x: select(isMirrored, Float(shape.width - 1) - column, column))
        return batch
    }
}
