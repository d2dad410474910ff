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
    /// The corruptions of datasets.
    public var corruptions: [ComponentDeclaration]
    /// The preprocessing steps.
    public var preprocessing: [ComponentDeclaration]
    /// The ids of the steps that are taken where a suite names none, in their order.
    public var standardPreprocessing: [String]
    /// The checks that data are put to before a run.
    public var checks: [ComponentDeclaration]
    /// The training settings (epochs, batch size …).
    public var training: ComponentDeclaration
    /// The id of the optimiser when neither the suite nor a stack names one.
    public var defaultOptimizer: String
    /// The metrics.
    public var metrics: [MetricDeclaration]
    /// The evaluations: what trained models are put to on the test part where a suite asks for it.
    public var evaluations: [ComponentDeclaration]
    /// The probes: what is measured beside the metrics where a suite asks for it.
    public var probes: [ComponentDeclaration]

    /// A vocabulary.
    public init(
        models: [ComponentDeclaration], methods: [ComponentDeclaration], datasets: [ComponentDeclaration],
        splits: [ComponentDeclaration], corruptions: [ComponentDeclaration] = [],
        preprocessing: [ComponentDeclaration] = [], standardPreprocessing: [String] = [],
        checks: [ComponentDeclaration] = [], training: ComponentDeclaration, defaultOptimizer: String,
        metrics: [MetricDeclaration], probes: [ComponentDeclaration] = [],
        evaluations: [ComponentDeclaration] = []
    ) {
        self.models = models
        self.methods = methods
        self.datasets = datasets
        self.splits = splits
        self.corruptions = corruptions
        self.preprocessing = preprocessing
        self.standardPreprocessing = standardPreprocessing
        self.checks = checks
        self.training = training
        self.defaultOptimizer = defaultOptimizer
        self.metrics = metrics
        self.probes = probes
        self.evaluations = evaluations
    }
}
