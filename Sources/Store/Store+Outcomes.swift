import GRDB
import Primitives
import Records
import Synchronization

extension Store {
    /// Records attempts at cells with everything they measured: all of them in one transaction, or none.
    ///
    /// The cells must belong to recorded experiments. Throws `.storeBusy` when it cannot be written.
    public func record(outcomes: [RecordedOutcome], environment: Environment) throws(BenchError) {
        guard !outcomes.isEmpty else { return }
        let known = knownEnvironment.withLock { $0?.environment == environment ? $0?.id : nil }
        let environmentID = try write { database in
            let environmentID = try known ?? Store.identifier(of: environment, in: database)
            let find = try database.cachedStatement(sql: "SELECT id FROM cells WHERE identity = ?")
            let insertion = try AttemptInsertion(database)
            for recorded in outcomes {
                guard let cell = try Int64.fetchOne(find, arguments: [recorded.identity.description]) else {
                    throw BenchError(
                        .internal, "the cell \(recorded.identity) belongs to no recorded experiment")
                }
                try AttemptContents(recorded.outcome).insert(
                    cell: cell, environment: environmentID, by: insertion, in: database)
            }
            return environmentID
        }
        // Only now is it certain that the row stays.
        if known == nil { knownEnvironment.withLock { $0 = (environment, environmentID) } }
    }

    /// Records an attempt at a cell with everything it measured, in one transaction.
    ///
    /// The cell must belong to a recorded experiment. Throws `.storeBusy` when it cannot be written.
    public func record(
        outcome: Outcome, for identity: CellIdentity, environment: Environment
    ) throws(BenchError) {
        try record(
            outcomes: [RecordedOutcome(identity: identity, outcome: outcome)], environment: environment)
    }
}
