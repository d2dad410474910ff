import Primitives

/// The settings of training that are no method: how long, and in what batches.
public struct TrainingSettings: Sendable {
    /// Passes over the training rows.
    public let epochs: Int
    /// Rows per step.
    public let batchSize: Int
    /// Whether a last batch with fewer rows is trained on (as a plan of its own) or left out.
    public let keepsLastBatch: Bool

    /// From checked arguments.
    public init(arguments: Arguments) {
        epochs = arguments.integer("epochs")
        batchSize = arguments.integer("batch_size")
        keepsLastBatch = arguments.text("last_batch") == "keep"
    }

    private init(epochs: Int, _ other: TrainingSettings) {
        self.epochs = epochs
        batchSize = other.batchSize
        keepsLastBatch = other.keepsLastBatch
    }

    /// The same for another number of epochs.
    public func lasting(epochs: Int) -> TrainingSettings { TrainingSettings(epochs: epochs, self) }

    /// The single source for parser and docs.
    public static let declaration = ComponentDeclaration(
        id: "training", family: "training", summary: "How long a model is trained, and in what batches.",
        parameters: [
            ParameterDeclaration(
                "epochs", .integer(1...1_000_000), default: .integer(50), "Passes over the training rows."),
            ParameterDeclaration(
                "batch_size", .integer(1...1_000_000), default: .integer(32), "Rows per step."),
            ParameterDeclaration(
                "last_batch", .choice(["keep", "drop"]), default: .text("keep"),
                "What happens to a last batch with fewer rows: it is trained on as it is, or left out."),
        ])

    /// Full batches per epoch and the rows of the last, smaller one (0 where there is none).
    public func batches(rows: Int) -> (full: Int, last: Int) {
        (rows / batchSize, keepsLastBatch ? rows % batchSize : 0)
    }

    /// Why `model` cannot be trained on the batches of `rows` rows; nil where it can.
    public func refusal(of model: any Model, rows: Int) -> String? {
        let (full, last) = batches(rows: rows)
        let least = model.minimumBatchRows
        let needs = "it normalises over the rows of a batch and needs at least \(least) of them"
        if full > 0, batchSize < least { return "batch_size is \(batchSize), but \(needs)" }
        if last > 0, last < least {
            return
                "the last batch of \(rows) training rows has \(last) row\(last == 1 ? "" : "s"), but \(needs)"
        }
        return nil
    }
}
