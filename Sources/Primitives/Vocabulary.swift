/// Everything a suite may say, as values: what the catalogues hand to the suite reader.
public struct Vocabulary: Sendable {
    /// The models.
    public var models: [ComponentDeclaration]
    /// The methods, optimisers among them.
    public var methods: [ComponentDeclaration]
    /// The dataset kinds: `csv` and the synthetic generators.
    public var datasets: [ComponentDeclaration]
    /// The split schemes; the first is the default.
    public var splits: [ComponentDeclaration]
    /// The training settings (epochs, batch size …).
    public var training: ComponentDeclaration
    /// The id of the optimiser when neither the suite nor a stack names one.
    public var defaultOptimizer: String
    /// The metrics.
    public var metrics: [MetricDeclaration]

    /// A vocabulary.
    public init(
        models: [ComponentDeclaration], methods: [ComponentDeclaration], datasets: [ComponentDeclaration],
        splits: [ComponentDeclaration], training: ComponentDeclaration, defaultOptimizer: String,
        metrics: [MetricDeclaration]
    ) {
        self.models = models
        self.methods = methods
        self.datasets = datasets
        self.splits = splits
        self.training = training
        self.defaultOptimizer = defaultOptimizer
        self.metrics = metrics
    }
}
