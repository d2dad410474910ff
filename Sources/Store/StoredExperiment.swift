import Records

/// A recorded experiment and its place in the store.
public struct StoredExperiment: Sendable, Hashable {
    /// Its number; later experiments have higher ones.
    public var id: Int
    /// When it was recorded: ISO 8601, UTC, microseconds.
    public var createdAt: String
    /// What was asked for.
    public var record: ExperimentRecord
    /// Where and by what it was recorded; its attempts may have been made elsewhere.
    public var environment: Environment

    /// A stored experiment.
    public init(id: Int, createdAt: String, record: ExperimentRecord, environment: Environment) {
        self.id = id
        self.createdAt = createdAt
        self.record = record
        self.environment = environment
    }
}
