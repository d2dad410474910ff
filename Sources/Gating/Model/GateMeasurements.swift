import Primitives
import Records

/// What one program gave on the cells of a suite: one side of a gate, and what a baseline's file holds.
public struct GateMeasurements: Sendable, Hashable {
    /// The names that a configuration goes by.
    public struct Labels: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The suite's name for the dataset.
        public var dataset: String
        /// The suite's name for the model.
        public var model: String
        /// The suite's name for the method stack.
        public var method: String

        /// The names of a configuration.
        public init(dataset: String, model: String, method: String) {
            self.dataset = dataset
            self.model = model
            self.method = method
        }

        /// `dataset / model / method`.
        public var description: String { "\(dataset) / \(model) / \(method)" }

        /// By dataset, then model, then method.
        public static func < (a: Labels, b: Labels) -> Bool {
            (a.dataset, a.model, a.method) < (b.dataset, b.model, b.method)
        }
    }

    /// What came of one seed.
    public struct Cell: Sendable, Hashable {
        /// The seed.
        public var seed: Int
        /// The SHA-256 of the canonical specification.
        public var identity: CellIdentity
        /// How it ended.
        public var status: Status
        /// The gated metrics' values, perhaps infinite or NaN; empty unless completed.
        public var values: [ResultTable.Measure: Double]
        /// The SHA-256 of the final parameters.
        public var parametersDigest: Digest?

        /// What came of one seed.
        public init(
            seed: Int, identity: CellIdentity, status: Status = .completed,
            values: [ResultTable.Measure: Double] = [:], parametersDigest: Digest? = nil
        ) {
            self.seed = seed
            self.identity = identity
            self.status = status
            self.values = values
            self.parametersDigest = parametersDigest
        }
    }

    /// A dataset, model and method with what came of its seeds.
    public struct Configuration: Sendable, Hashable {
        /// Its names.
        public var labels: Labels
        /// Its canonical form: that of its cells without the seed.
        public var specification: JSONValue
        /// Its cells, by seed; no seed stands twice.
        public var cells: [Cell]
        /// What it costs, a value per repetition of the measurement, in their order; memory has one.
        public var costs: [GateRules.Cost: [Double]]

        /// A configuration.
        public init(
            labels: Labels, specification: JSONValue, cells: [Cell],
            costs: [GateRules.Cost: [Double]] = [:]
        ) {
            self.labels = labels
            self.specification = specification
            self.cells = cells
            self.costs = costs
        }
    }

    /// The suite's name.
    public var suite: String
    /// The version of the program that trained the cells.
    public var programVersion: String
    /// The version of its arithmetic.
    public var numericsVersion: Int
    /// The configurations, by labels.
    public var configurations: [Configuration]

    /// What one program gave.
    public init(
        suite: String, programVersion: String, numericsVersion: Int, configurations: [Configuration]
    ) {
        self.suite = suite
        self.programVersion = programVersion
        self.numericsVersion = numericsVersion
        self.configurations = configurations
    }
}
