import Synchronization
import TensorCore

/// Compiled programs by structure: cells that differ only in seed or scalars share one compilation.
///
/// Safe to use from several threads; two that miss at once compile twice and keep one.
public final class PlanCache: Sendable {
    struct Entry: Sendable {
        let plan: Plan
        /// The names of the columns of the table that the plan reads.
        let columns: [String]
        /// Where their numbers come from, for the cell that was traced; another's schedules have the same names.
        let sources: [StepBuilder.Source]
        let states: [StepBuilder.State]
        /// The names of the traced scalars after the loss.
        let records: [String]
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let compilations = Mutex(0)

    /// An empty cache.
    public init() {}

    /// How many programs were compiled.
    public var compilationCount: Int { compilations.withLock { $0 } }

    func entry(_ key: String, make: () -> Entry) -> Entry {
        if let known = entries.withLock({ $0[key] }) { return known }
        let made = make()
        compilations.withLock { $0 += 1 }
        return entries.withLock { entries in
            if let known = entries[key] { return known }
            entries[key] = made
            return made
        }
    }
}
