import Primitives
import TensorCore
import Training

/// Images turned by a random angle.
struct RandomRotation: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "random-rotation", family: "mixing",
        summary: "Turns each image about its centre by a random angle, interpolating bilinearly.",
        formula: "x[c + v] ← x[c + R(φ) v], 0 beyond the image,  φ ~ U(−θ, θ)",
        citations: [
            "Simard, Steinkraus & Platt 2003, Best practices for convolutional neural networks applied to visual document "
                + "analysis, section 2"
        ],
        parameters: [
            .hyperparameter(
                "degrees", symbol: "θ", in: .closed(0, 180), default: 15, neutral: 0,
                "The largest angle in degrees.")
        ],
        seams: ["batch"], purpose: "Images whose orientation varies a little, such as handwriting.",
        remarks: ["The default is one in common use; the paper combines affine and elastic distortions."])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? {
        ImageShape.refusal(in: composition, needsHeight: true)
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let shape = ImageShape(context.inputs)!
        let draw = context.graph.uniform([context.batchSize, 1], stream: context.stream("angle"))
        let angle = context.hyperparameter("degrees") * (2 * draw - 1) * (Float.pi / 180)
        var batch = batch
        batch.inputs = AffineMaps.rotation(angle).applied(to: batch.inputs, shape)
        return batch
    }
}
