import Primitives
import TensorCore
import Training

/// A square of each image set to zero.
struct Cutout: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "cutout", family: "mixing",
        summary: "Sets a square about a random place of each image to zero; it may reach beyond the image.",
        formula: "x[y, x′] ← 0 for |y − c_y|, |x′ − c_x| within L/2,  c uniform over the places",
        citations: [
            "DeVries & Taylor 2017, Improved regularization of convolutional neural networks with cutout, section 3.2"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 1, neutral: 0,
                "The probability that an image is cut."),
            ParameterDeclaration(
                "length", symbol: "L", .integer(1...65_536), default: .integer(4),
                "The side of the square in places."),
            ParameterDeclaration(
                "variant", .choice(["paper", "code"]), default: .text("paper"),
                "paper: a square of side L; code: one of side 2 L, as an early version of the authors' code had it."
            ),
        ],
        seams: ["batch"],
        purpose: "Image classification: no part of an object may be relied on alone.",
        remarks: [
            "0 is the mean of a standardised input: standardise the inputs.",
            "The paper's lengths (16 on CIFAR-10, 8 on CIFAR-100, 20 on SVHN, of 32 places) suit its images; half of the "
                + "side is the scale to begin with. The default suits 8 × 8 images.",
            "Rows that are lines lose a segment.",
        ])

    private let length: Int
    private let isCode: Bool

    init(arguments: Arguments) {
        length = arguments.integer("length")
        isCode = arguments.text("variant") == "code"
    }

    func refusal(in composition: Composition) -> Diagnostic? { ImageShape.refusal(in: composition) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        let rows: Shape = [context.batchSize, 1]
        let isCut =
            context.hyperparameter("rate") .> graph.uniform(rows, stream: context.stream("application"))
        let before = isCode ? length : length / 2
        let side = isCode ? 2 * length : length
        func range(_ count: Int, _ axis: String) -> (Tensor, Tensor) {
            let centre = RandomChoice.integer(
                graph.uniform(rows, stream: context.stream(axis)), below: count)
            let first = centre - Float(before)
            return (first, first + Float(side))
        }
        let (top, bottom) =
            shape.isLine ? (graph.scalar(0), graph.scalar(1)) : range(shape.height, "row")
        let (left, right) = range(shape.width, "column")
        let box = shape.box(top: top, bottom: bottom, left: left, right: right) * isCut
        var batch = batch
        batch.inputs = select(shape.perInput(box), graph.scalar(0), batch.inputs)
        return batch
    }
}
