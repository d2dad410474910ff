import Primitives
import TensorCore
import Training

/// Random columns of each row taken from other rows.
struct SwapNoise: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "swap-noise", family: "mixing",
        summary: "Replaces random columns of each row by those of random rows of the batch.",
        formula: "x_{ic} ← x_{jc} with probability p, per row and column,  j uniform over the batch",
        citations: [
            "Bahri, Jiang, Tay & Metzler 2022, SCARF: self-supervised contrastive learning using random feature "
                + "corruption, section 3 (the corruption)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.15, neutral: 0,
                "The probability that a column of a row is replaced.")
        ],
        seams: ["batch"],
        purpose: "Tabular data: noise with each column's own distribution, categorical ones included.",
        remarks: [
            "The values come from the batch, the paper's from the whole training part; a row can be its own source.",
            "The default rate is that in common use for denoising autoencoders of tables, from memory; SCARF corrupts 60 "
                + "% of the columns.",
        ])

    init(arguments: Arguments) {}

    func refusal(in composition: Composition) -> Diagnostic? {
        ColumnDraws.refusal(in: composition, numbersPerRow: composition.inputs.width)
    }

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let (graph, layout, rows) = (context.graph, context.inputs, context.batchSize)
        precondition(rows * layout.width < 1 << 24, "more numbers than a float can count")
        func draw(_ name: String) -> Tensor {
            let draws = graph.uniform([rows, layout.columns.count], stream: context.stream(name))
            return ColumnDraws.perInput(draws, layout)
        }
        let source = RandomChoice.integer(draw("source"), below: rows)
        let number = graph.constant((0..<layout.width).map(Float.init), [1, layout.width])
        let values = batch.inputs.reshaped([rows * layout.width, 1])
            .gatheringRows(source * Float(layout.width) + number).reshaped(batch.inputs.shape)
        var batch = batch
        batch.inputs = select(context.hyperparameter("rate") .> draw("mask"), values, batch.inputs)
        return batch
    }
}
