import Primitives
import Records

/// A cell as the store has it.
public struct StoredCell: Sendable, Hashable {
    /// Its identity.
    public var identity: CellIdentity
    /// Its canonical specification; the SHA-256 of this text is the identity.
    public var specification: String
    /// The SHA-256 of its configuration: the specification without the seed.
    public var configuration: Digest
    /// The seed.
    public var seed: Int
    /// The version of the arithmetic that it asks for.
    public var numericsVersion: Int
    /// Forward-backward passes per step, as the methods declare.
    public var costInPasses: Double
}

/// Where an experiment asks for a cell.
public struct CellPlace: Sendable {
    /// The experiment.
    public var experiment: StoredExperiment
    /// The cell's place in the suite's order, from 0.
    public var position: Int
    /// The names of its parts there.
    public var labels: ResultTable.Labels
    /// The dataset as the experiment used it.
    public var dataset: DatasetRecord
}

/// A configuration that an experiment asked for.
public struct StoredConfiguration: Sendable, Hashable {
    /// The names of its parts there.
    public var labels: ResultTable.Labels
    /// The SHA-256 of its specification.
    public var digest: Digest
    /// The canonical specification of its cells without the seed.
    public var specification: String
}

/// One try at a cell, with everything that it measured.
public struct StoredAttempt: Sendable {
    /// Its number; later attempts have higher ones.
    public var id: Int
    /// What came of it; metrics by part and name, curves by epoch, part and name.
    public var outcome: Outcome
    /// When it began: ISO 8601, UTC, microseconds.
    public var startedAt: String
    /// Where and by what it was made.
    public var environment: Environment
    /// Whether it is the one that counts for its cell.
    public var isCurrent: Bool
}
