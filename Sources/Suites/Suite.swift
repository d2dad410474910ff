import Primitives
import Records

/// A validated suite: datasets × models × method stacks × seeds, with how to train and compare them.
///
/// Made by `load(path:vocabulary:)` or `parse(text:path:vocabulary:)`; every parameter is checked, defaults
/// are filled in and grids are expanded.
public struct Suite: Sendable {
    /// A model under its label.
    public struct Entry: Sendable, Hashable {
        /// The name in tables and in `exclude`.
        public let label: String
        /// The component with all its parameters.
        public let use: ComponentUse
        /// The label before grid suffixes: what `exclude` may say for all of a grid.
        public let group: String
    }

    /// A dataset under its label: what is loaded, damaged, split and prepared.
    public struct Dataset: Sendable, Hashable {
        /// The name in tables and in `exclude`.
        public let label: String
        /// The component with all its parameters.
        public let use: ComponentUse
        /// The label before grid suffixes: what `exclude` may say for all of a grid.
        public let group: String
        /// What damages it, in the order of application.
        public var corruptions: [ComponentUse]
        /// How its rows are divided.
        public let split: ComponentUse
        /// How its cells become inputs, step by step.
        public var preprocessing: [ComponentUse]
        /// The ids of the checks whose findings do not stop a run.
        public let allowed: [String]
    }

    /// A method stack under its label.
    public struct Stack: Sendable, Hashable {
        /// The name in tables, in `exclude` and in `protocol.baseline`.
        public let label: String
        /// The methods in the order of application, without the optimiser.
        public var methods: [ComponentUse]
        /// The optimiser, when the stack brings its own.
        public var optimizer: ComponentUse?
        /// The label before grid suffixes: what `exclude` may say for all of a grid.
        public let group: String
    }

    /// The learning tasks that primary metrics are named for.
    public typealias TaskKind = MetricDeclaration.TaskKind

    /// The path as the user gave it.
    public let path: String
    /// The whole text, for the record.
    public let text: String
    /// The suite's name.
    public let name: String
    /// What it is for.
    public let description: String?
    /// The seeds, the same for every method.
    public internal(set) var seeds: [Int]
    /// The datasets.
    public internal(set) var datasets: [Dataset]
    /// The models.
    public let models: [Entry]
    /// The method stacks.
    public internal(set) var stacks: [Stack]
    /// The training settings, before overrides.
    public let training: ComponentUse
    /// The optimiser of stacks that bring none, before overrides.
    public let optimizer: ComponentUse
    /// The metric that decides, by task.
    public let primaryMetrics: [TaskKind: String]
    /// The metric that the suite names for all tasks at once, if it does; it must fit some dataset.
    public let namedMetrics: [String]
    /// The label of the stack that others are compared with.
    public let baseline: String
    /// What is measured beside the metrics, in every cell.
    public let probes: [ComponentUse]
    /// The metrics that are recorded beside those that every cell has, by name.
    public let metrics: [String]
    /// What trained models are put to on the test part, in every cell.
    public let evaluations: [ComponentUse]
    /// What may not get worse, and by how much; nil where the suite does not say.
    public let gate: GateRules?
    /// How many cells there are.
    public internal(set) var cellCount: Int

    let settings: TrainingSettings
    var exclusions: [CellRule]
    var overrides: [TrainingOverride]
    /// What was done to it after it was read.
    var variations: [Variation] = []

    init(_ draft: SuiteDraft, path: String, text: String) {
        guard let grid = draft.grid, let seeds = draft.seeds, let datasets = draft.datasets,
            let models = draft.models,
            let stacks = draft.stacks, let settings = draft.training, let scheme = draft.split
        else { preconditionFailure("a draft without findings is complete") }
        self.path = path
        self.text = text
        name = draft.name
        description = draft.description
        self.seeds = seeds
        self.datasets = datasets.map { dataset in
            Dataset(
                label: dataset.label, use: dataset.use, group: dataset.group,
                corruptions: dataset.corruptions,
                split: dataset.split ?? (draft.namesSplit ? nil : dataset.usualSplit) ?? scheme,
                preprocessing: dataset.preprocessing ?? draft.preprocessing, allowed: dataset.allowed)
        }
        self.models = models
        self.stacks = stacks
        training = settings.use
        optimizer = settings.optimizer.use
        primaryMetrics = draft.primaryMetrics
        namedMetrics = draft.namedMetrics
        baseline = draft.baseline
        probes = draft.probes
        metrics = draft.metrics
        evaluations = draft.evaluations
        gate = draft.gate
        self.settings = settings
        exclusions = draft.exclusions
        overrides = draft.overrides
        cellCount = grid.count
    }

    /// Reads the suite in the file at `path`; throws everything that is wrong with it, exit code 64.
    public static func load(path: String, vocabulary: Vocabulary) throws(BenchError) -> Suite {
        try parse(text: SuiteFile.text(at: path), path: path, vocabulary: vocabulary)
    }

    /// Reads the suite in `text`; `path` stands in messages and gives the base directory.
    public static func parse(text: String, path: String, vocabulary: Vocabulary) throws(BenchError) -> Suite {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        guard text.utf8.count <= SuiteFile.most else { throw SuiteFile.tooLarge(path) }
        return Suite(try SuiteReader.read(text, path: path, vocabulary: vocabulary), path: path, text: text)
    }

    /// The directory that relative dataset paths start from: that of the suite file, "." when it has none.
    public var baseDirectory: String { Self.baseDirectory(of: path) }

    /// The directory of the suite file at `path`, "." when the path has none.
    public static func baseDirectory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
