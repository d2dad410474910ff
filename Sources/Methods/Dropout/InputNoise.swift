import Primitives
import TensorCore
import Training

/// Gaussian noise on the inputs.
struct InputNoise: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "input-noise", family: "dropout",
        summary: "Adds Gaussian noise to the inputs of every batch.",
        formula: "x ← x + σ ε,  ε ~ N(0, 1)",
        citations: [
            "Bishop 1995, Training with noise is equivalent to Tikhonov regularization",
            "Sietsma & Dow 1991, Creating artificial neural networks that generalize",
        ],
        parameters: [
            .hyperparameter(
                "deviation", symbol: "σ", in: .nonNegative, default: 0.1, neutral: 0,
                "The standard deviation of the noise, in units of the encoded inputs."),
            ParameterDeclaration(
                "applies_to", .choice(["numeric", "all"]), default: .text("numeric"),
                "Which inputs: those of numeric columns, or those of one-hot columns too."),
        ],
        seams: ["batch"],
        purpose: "Asks for outputs that change little with small changes of the inputs.",
        remarks: [
            "Standardised inputs make one deviation fit all columns.",
            "Methods that run the model several times in a step see the same noise each time.",
        ])

    private let isForAll: Bool

    init(arguments: Arguments) { isForAll = arguments.text("applies_to") == "all" }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        var batch = batch
        let width = batch.inputs.shape[1]
        var noise = context.graph.normal(batch.inputs.shape, stream: context.stream("noise"))
        let isNumeric = context.inputs.columns.flatMap { column in
            [Float](repeating: column.kind == .numeric ? 1 : 0, count: column.width)
        }
        if !isForAll, isNumeric.contains(0) { noise = noise * context.graph.constant(isNumeric, [1, width]) }
        batch.inputs = batch.inputs + context.hyperparameter("deviation") * noise
        return batch
    }
}
