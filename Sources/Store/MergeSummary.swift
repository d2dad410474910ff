import Records

/// Two attempts at one cell, completed or diverged, that differ in a bit: one of them is wrong, or made otherwise than
/// it says.
public struct MergeConflict: Sendable, Hashable {
    /// The cell.
    public var identity: CellIdentity
    /// `dataset / model / method / seed n`, as the first experiment that asks for it calls it.
    public var label: String
    /// What differs: "status", "parameters", "predictions", "metric accuracy (test)", "curve loss (train)".
    public var differences: [String]
}

/// What a merge added, and what of the two stores does not fit together.
public struct MergeSummary: Sendable, Hashable {
    /// Experiments that were new.
    public var experiments = 0
    /// Cells that were new.
    public var cells = 0
    /// Attempts that were new.
    public var attempts = 0
    /// Attempts that were there already.
    public var repeatedAttempts = 0
    /// Entries of the log that were new.
    public var events = 0
    /// Cells whose completed or diverged attempts differ, in the order of identities; all attempts were kept.
    public var conflicts: [MergeConflict] = []
}
