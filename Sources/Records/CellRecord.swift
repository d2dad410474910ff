import Primitives

/// A stored cell with the attempt that counts and everything that it left: what exports are made of.
public struct CellRecord: Sendable {
    /// Where a cell stands in an experiment.
    public struct Place: Sendable, Hashable {
        /// Its place in the suite's order.
        public var position: Int
        /// The names of its configuration.
        public var labels: ResultTable.Labels

        /// A cell's place.
        public init(position: Int, labels: ResultTable.Labels) {
            self.position = position
            self.labels = labels
        }
    }

    /// The attempt that counts.
    public struct Attempt: Sendable {
        /// Its number in the store.
        public var id: Int
        /// When it started: ISO 8601, UTC, microseconds.
        public var startedAt: String
        /// The number in the store of the environment it was made in.
        public var environment: Int
        /// What came of it.
        public var outcome: Outcome

        /// An attempt.
        public init(id: Int, startedAt: String, environment: Int, outcome: Outcome) {
            self.id = id
            self.startedAt = startedAt
            self.environment = environment
            self.outcome = outcome
        }
    }

    /// The cell's identity.
    public var identity: CellIdentity
    /// Its canonical specification: the text whose SHA-256 is the identity.
    public var specification: String
    /// Its seed.
    public var seed: Int
    /// The version of the arithmetic.
    public var numericsVersion: Int
    /// The dataset's content hash.
    public var datasetHash: Digest
    /// Where it stands in the experiment that is exported; nil where a whole store is.
    public var place: Place?
    /// The attempt that counts; nil for a cell that has not been run.
    public var attempt: Attempt?
    /// How many attempts the store has of it.
    public var attemptCount: Int

    /// A stored cell.
    public init(
        identity: CellIdentity, specification: String, seed: Int, numericsVersion: Int, datasetHash: Digest,
        place: Place? = nil, attempt: Attempt? = nil, attemptCount: Int = 0
    ) {
        self.identity = identity
        self.specification = specification
        self.seed = seed
        self.numericsVersion = numericsVersion
        self.datasetHash = datasetHash
        self.place = place
        self.attempt = attempt
        self.attemptCount = attemptCount
    }
}
