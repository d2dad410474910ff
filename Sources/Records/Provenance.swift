import Primitives

/// Where and by what a run was made.
public struct Environment: Sendable, Hashable {
    /// The program's version.
    public var programVersion: String
    /// The numerics version.
    public var numericsVersion: Int
    /// The commit whose sources the program was built from, when known.
    public var gitCommit: String?
    /// Whether the tree had uncommitted changes then.
    public var gitDirty: Bool?
    /// The host's name.
    public var host: String
    /// The CPU's model name.
    public var cpu: String
    /// Logical CPUs.
    public var cpuCount: Int
    /// The kernels' instruction-set level in use.
    public var instructionSet: String
    /// The operating system and kernel.
    public var operatingSystem: String
    /// The compiler.
    public var compiler: String
    /// "debug" or "release".
    public var buildConfiguration: String
    /// The SHA-256 of the executable's file, when known.
    public var binaryHash: Digest?

    /// An environment.
    public init(
        programVersion: String, numericsVersion: Int, gitCommit: String?, gitDirty: Bool?, host: String,
        cpu: String,
        cpuCount: Int, instructionSet: String, operatingSystem: String, compiler: String,
        buildConfiguration: String, binaryHash: Digest? = nil
    ) {
        self.programVersion = programVersion
        self.numericsVersion = numericsVersion
        self.gitCommit = gitCommit
        self.gitDirty = gitDirty
        self.host = host
        self.cpu = cpu
        self.cpuCount = cpuCount
        self.instructionSet = instructionSet
        self.operatingSystem = operatingSystem
        self.compiler = compiler
        self.buildConfiguration = buildConfiguration
        self.binaryHash = binaryHash
    }

    /// The canonical form; its SHA-256 identifies the environment.
    ///
    /// Without a hash of the executable it says nothing of one, as before there were such hashes.
    public var canonical: JSONValue {
        var members: [String: JSONValue] = [
            "program_version": .string(programVersion), "numerics_version": .integer(numericsVersion),
            "git_commit": gitCommit.map(JSONValue.string) ?? .null,
            "git_dirty": gitDirty.map(JSONValue.boolean) ?? .null, "host": .string(host), "cpu": .string(cpu),
            "cpu_count": .integer(cpuCount), "instruction_set": .string(instructionSet),
            "operating_system": .string(operatingSystem), "compiler": .string(compiler),
            "build_configuration": .string(buildConfiguration),
        ]
        if let binaryHash { members["binary_sha256"] = .string(binaryHash.hexadecimal) }
        return .object(members)
    }
}

/// A dataset as a run used it.
public struct DatasetRecord: Sendable, Hashable {
    /// What was done to it before training.
    public struct Treatment: Sendable, Hashable {
        /// The corruptions in order, each as its canonical form; null where that is not known.
        public var corruptions: JSONValue
        /// The split scheme; null where that is not known.
        public var split: JSONValue
        /// The preprocessing steps in order; null where that is not known.
        public var preprocessing: JSONValue
        /// Whether other seeds divide the rows otherwise.
        public var resamples: Bool

        /// A treatment.
        public init(
            corruptions: JSONValue = .null, split: JSONValue = .null, preprocessing: JSONValue = .null,
            resamples: Bool = true
        ) {
            self.corruptions = corruptions
            self.split = split
            self.preprocessing = preprocessing
            self.resamples = resamples
        }
    }

    /// The suite's name for it.
    public var label: String
    /// The dataset kind's id.
    public var kind: String
    /// The content hash.
    public var contentHash: Digest
    /// All arguments as JSON, the path among them.
    public var arguments: JSONValue
    /// Rows.
    public var rows: Int
    /// Columns that are features, before encoding.
    public var features: Int
    /// Classes; nil for regression.
    public var classes: Int?
    /// Rows in the training part of a split.
    public var trainRows: Int
    /// Rows in the validation part of a split.
    public var validationRows: Int
    /// Rows in the test part of a split.
    public var testRows: Int
    /// What was done to it before training.
    public var treatment: Treatment

    /// A record of a dataset.
    public init(
        label: String, kind: String, contentHash: Digest, arguments: JSONValue, rows: Int, features: Int,
        classes: Int?, trainRows: Int, validationRows: Int, testRows: Int,
        treatment: Treatment = Treatment()
    ) {
        self.label = label
        self.kind = kind
        self.contentHash = contentHash
        self.arguments = arguments
        self.rows = rows
        self.features = features
        self.classes = classes
        self.trainRows = trainRows
        self.validationRows = validationRows
        self.testRows = testRows
        self.treatment = treatment
    }
}

/// A run of a suite: what was asked for, in full.
public struct ExperimentRecord: Sendable, Hashable {
    /// The suite's name.
    public var name: String
    /// The suite file's path as given.
    public var suitePath: String
    /// The suite file's full text.
    public var suiteText: String
    /// The suite with defaults filled in.
    public var resolved: JSONValue
    /// The method label that others are compared with.
    public var baseline: String
    /// The primary metric per task, for example ["classification": "accuracy"].
    public var primaryMetrics: [String: String]

    /// A record of a run.
    public init(
        name: String, suitePath: String, suiteText: String, resolved: JSONValue, baseline: String,
        primaryMetrics: [String: String]
    ) {
        self.name = name
        self.suitePath = suitePath
        self.suiteText = suiteText
        self.resolved = resolved
        self.baseline = baseline
        self.primaryMetrics = primaryMetrics
    }
}

extension ExperimentRecord {
    /// Whether the same was asked for: JSON does not tell the number 0 from 0.0, so the resolved suites are compared
    /// as texts.
    public static func == (a: ExperimentRecord, b: ExperimentRecord) -> Bool {
        a.name == b.name && a.suitePath == b.suitePath && a.suiteText == b.suiteText
            && a.baseline == b.baseline && a.primaryMetrics == b.primaryMetrics
            && a.resolved.canonical == b.resolved.canonical
    }

    /// By what usually differs.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(suiteText)
    }
}
