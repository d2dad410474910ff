import Records

/// Shows how far a run is.
///
/// Called from one thread.
public protocol ProgressReporter {
    /// The run begins: so many cells to train, so many stored already.
    func begin(total: Int, reused: Int)
    /// A cell ended and is stored.
    func finished(_ cell: PlannedCell, _ outcome: Outcome)
    /// Some time passed.
    func tick()
    /// The run ends.
    func end()
}

/// Shows nothing.
public final class SilentProgress: ProgressReporter {
    /// Nothing.
    public init() {}
    /// The run begins.
    public func begin(total: Int, reused: Int) {}
    /// A cell ended and is stored.
    public func finished(_ cell: PlannedCell, _ outcome: Outcome) {}
    /// Some time passed.
    public func tick() {}
    /// The run ends.
    public func end() {}
}
