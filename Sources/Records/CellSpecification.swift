import Primitives

/// Everything that a cell's outcome is a function of.
///
/// Its canonical JSON (sorted keys, defaults filled in, the dataset by content hash) has one SHA-256: the
/// cell's identity. Labels and file paths are no part of it.
public struct CellSpecification: Sendable, Hashable {
    /// The version of this layout.
    public static let layoutVersion = 2

    /// The dataset kind and its parameters.
    public var dataset: ComponentUse
    /// The SHA-256 of the dataset's content (for CSV: of the file's bytes; for a generator: of the values it made).
    public var datasetHash: Digest
    /// What damages the dataset, in the order of application.
    public var corruptions: [ComponentUse]
    /// The split scheme.
    public var split: ComponentUse
    /// The preprocessing steps, in order.
    public var preprocessing: [ComponentUse]
    /// The model.
    public var model: ComponentUse
    /// The optimiser.
    public var optimizer: ComponentUse
    /// The method stack without the optimiser, in the order of application.
    public var methods: [ComponentUse]
    /// The training settings.
    public var training: ComponentUse
    /// The seed that every random stream is derived from.
    public var seed: Int
    /// What is added to the seed where the model is trained: another one gives other initial weights, batches and
    /// noise on the same rows, damaged and prepared alike; 0 for the seed itself.
    public var trainingSeedOffset = 0
    /// What is measured beside the metrics, in order.
    public var probes: [ComponentUse]
    /// The metrics that are recorded beside the standard ones, by name.
    public var metrics: [String]
    /// What the trained model is put to on the test part, in order.
    public var evaluations: [ComponentUse]
    /// The version of the arithmetic; raised whenever any change alters bits.
    public var numericsVersion: Int

    /// A specification.
    public init(
        dataset: ComponentUse, datasetHash: Digest, corruptions: [ComponentUse] = [], split: ComponentUse,
        preprocessing: [ComponentUse], model: ComponentUse, optimizer: ComponentUse,
        methods: [ComponentUse], training: ComponentUse, seed: Int, numericsVersion: Int,
        probes: [ComponentUse] = [], metrics: [String] = [], evaluations: [ComponentUse] = []
    ) {
        self.dataset = dataset
        self.datasetHash = datasetHash
        self.corruptions = corruptions
        self.split = split
        self.preprocessing = preprocessing
        self.model = model
        self.optimizer = optimizer
        self.methods = methods
        self.training = training
        self.seed = seed
        self.numericsVersion = numericsVersion
        self.probes = probes
        self.metrics = metrics
        self.evaluations = evaluations
    }

    /// The seed that streams of training, probes and evaluations are derived from; those of the split, the
    /// corruptions and the preprocessing are derived from `seed`.
    public var trainingSeed: Int { seed &+ trainingSeedOffset }

    /// The canonical form; without probes, metrics of its own, evaluations or an offset it says nothing of them.
    public var canonical: JSONValue {
        var members: [String: JSONValue] = [
            "layout": .integer(Self.layoutVersion), "numerics": .integer(numericsVersion),
            "dataset": dataset.canonical, "dataset_sha256": .string(datasetHash.hexadecimal),
            "corruptions": .array(corruptions.map(\.canonical)), "split": split.canonical,
            "preprocessing": .array(preprocessing.map(\.canonical)),
            "model": model.canonical, "optimizer": optimizer.canonical,
            "methods": .array(methods.map(\.canonical)), "training": training.canonical,
            "seed": .integer(seed),
        ]
        if trainingSeedOffset != 0 { members["training_seed_offset"] = .integer(trainingSeedOffset) }
        if !probes.isEmpty { members["probes"] = .array(probes.map(\.canonical)) }
        if !metrics.isEmpty { members["metrics"] = .array(metrics.map(JSONValue.string)) }
        if !evaluations.isEmpty { members["evaluations"] = .array(evaluations.map(\.canonical)) }
        return .object(members)
    }

    /// The cell's identity.
    public var identity: CellIdentity { CellIdentity(SHA256.hash(canonical.canonical)) }
}
