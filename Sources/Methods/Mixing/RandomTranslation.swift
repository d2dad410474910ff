import Primitives
import TensorCore
import Training

/// Images shifted by fractions of places.
struct RandomTranslation: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "random-translation", family: "mixing",
        summary: "Shifts each image by a random part of its size, interpolating bilinearly.",
        formula: "x[v] ← x[v + d], 0 beyond the image,  d_y ~ U(−f H, f H),  d_x ~ U(−f W, f W)",
        citations: [
            "Simard, Steinkraus & Platt 2003, Best practices for convolutional neural networks applied to visual document "
                + "analysis, section 2"
        ],
        parameters: [
            .hyperparameter(
                "fraction", symbol: "f", in: .closed(0, 1), default: 0.1, neutral: 0,
                "The largest shift, as a share of the image's extent along each axis.")
        ],
        seams: ["batch"], purpose: "Images and sequences whose objects are not exactly centred.",
        remarks: [
            "random-crop shifts by whole places and blurs nothing.",
            "Along a line only the second shift exists.",
        ])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? { ImageShape.refusal(in: composition) }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, shape) = (context.graph, ImageShape(context.inputs)!)
        func shift(_ name: String, _ extent: Int) -> Tensor {
            let draw = graph.uniform([context.batchSize, 1], stream: context.stream(name))
            return context.hyperparameter("fraction") * (2 * draw - 1) * Float(extent)
        }
        var maps = AffineMaps.identity(graph)
        maps.shift = (
            shape.isLine ? graph.scalar(0) : shift("row", shape.height), shift("column", shape.width)
        )
        var batch = batch
        batch.inputs = maps.applied(to: batch.inputs, shape)
        return batch
    }
}
