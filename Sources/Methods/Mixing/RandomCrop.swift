import Primitives
import TensorCore
import Training

/// Images shifted by whole places: zero padding, then a random crop of the old size.
struct RandomCrop: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "random-crop", family: "mixing",
        summary:
            "Pads each image with zeros and takes a random crop of the old size: a shift by whole places.",
        formula: "x[y, x′] ← x[y + d_y, x′ + d_x], 0 beyond the image,  d ~ U{−P … P}²",
        citations: [
            "He, Zhang, Ren & Sun 2016, Deep residual learning for image recognition, section 4.2 (P = 4 of 32)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 1, neutral: 0,
                "The probability that an image is shifted."),
            ParameterDeclaration(
                "padding", symbol: "P", .integer(1...65_536), default: .integer(1),
                "Places of zeros on each side."),
        ],
        seams: ["batch"], purpose: "Image classification: objects may stand anywhere.",
        remarks: [
            "The default suits 8 × 8 images; the usual 4 belongs to 32 × 32.",
            "0 is the mean of a standardised input.",
        ])

    private let padding: Int

    init(arguments: Arguments) { padding = arguments.integer("padding") }

    func refusal(in composition: Composition) -> Diagnostic? { ImageShape.refusal(in: composition) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        func draw(_ name: String) -> Tensor {
            graph.uniform([context.batchSize, 1], stream: context.stream(name))
        }
        let isShifted = context.hyperparameter("rate") .> draw("application")
        func shift(_ name: String) -> Tensor {
            isShifted * (RandomChoice.integer(draw(name), below: 2 * padding + 1) - Float(padding))
        }
        let dy = shape.isLine ? graph.scalar(0) : shift("row")
        var batch = batch
        batch.inputs = shape.gathering(
            batch.inputs, y: shape.rowNumbers(graph) + dy, x: shape.columnNumbers(graph) + shift("column"))
        return batch
    }
}
