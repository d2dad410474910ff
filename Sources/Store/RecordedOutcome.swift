import Records

/// An outcome and the cell that it is of.
public struct RecordedOutcome: Sendable {
    /// The cell.
    public var identity: CellIdentity
    /// What came of it.
    public var outcome: Outcome

    /// An outcome of a cell.
    public init(identity: CellIdentity, outcome: Outcome) {
        self.identity = identity
        self.outcome = outcome
    }
}
