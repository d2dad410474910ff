import Primitives
import TensorCore
import Training

/// Random columns of each row set to zero.
struct FeatureMasking: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "feature-masking", family: "mixing",
        summary: "Sets random columns of each row to zero while training.",
        formula: "x_c ← 0 with probability p, per row and column",
        citations: [
            "Vincent, Larochelle, Bengio & Manzagol 2008, Extracting and composing robust features with denoising "
                + "autoencoders, section 2.3 (masking noise)"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "p", in: .closed(0, 1), default: 0.1, neutral: 0,
                "The probability that a column of a row is masked.")
        ],
        seams: ["batch"],
        purpose: "Tabular data with redundant columns: no single one may be relied on.",
        remarks: [
            "Nothing is scaled up, unlike dropout of the inputs.",
            "0 is the mean of a standardised column; a categorical column has no level then.",
        ])

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let graph = context.graph
        let columns = context.inputs.columns.count
        let draws = graph.uniform([context.batchSize, columns], stream: context.stream("mask"))
        let isMasked = ColumnDraws.perInput(context.hyperparameter("rate") .> draws, context.inputs)
        var batch = batch
        batch.inputs = select(isMasked, graph.scalar(0), batch.inputs)
        return batch
    }
}
