import Primitives
import TensorCore
import Training

/// Labels replaced at random while training.
struct DisturbLabel: BatchTransform {
    static let declaration = ComponentDeclaration(
        id: "disturb-label", family: "targets",
        summary: "Replaces some labels of each batch by random classes.",
        formula: "t ← the one-hot of a uniform class with probability ε",
        citations: [
            "Xie, Wang, Wei, Wang & Tian 2016, DisturbLabel: regularizing CNN on the loss layer, eq. 1"
        ],
        parameters: [
            .hyperparameter(
                "rate", symbol: "ε", in: .closed(0, 1), default: 0.1, neutral: 0,
                "The probability that a label is drawn anew; the class drawn may be the old one.")
        ],
        seams: ["batch"],
        purpose: "Regularises as label smoothing does on average, with noise.",
        remarks: [
            "The paper compares rates of 10 and 20 per cent; the default is from memory.",
            "The reported training loss is against the disturbed labels.",
        ],
        tasks: [.classification])

    static let changesInputs = false

    init(arguments: Arguments) {}

    func transform(_ batch: Batch, _ context: MethodContext) -> Batch {
        let width = context.targetWidth
        let chosen = context.graph.uniform([context.batchSize, 1], stream: context.stream("chosen"))
        let place =
            Float(width) * context.graph.uniform([context.batchSize, 1], stream: context.stream("class"))
        // Column k is drawn where k ≤ place < k + 1.
        let column = context.graph.constant((0..<width).map(Float.init), [1, width])
        let drawn = (1 - (column .> place)) * (column + 1 .> place)
        var batch = batch
        batch.targets = select(context.hyperparameter("rate") .> chosen, drawn, batch.targets)
        return batch
    }
}
