import GRDB
import Primitives
import Records

extension Store {
    /// Adds an entry to the log.
    ///
    /// The experiment and the cell must be recorded. Throws `.storeBusy` when it cannot be written.
    public func record(event: StoredEvent) throws(BenchError) {
        try write { try Store.insert(event, in: $0) }
    }

    /// The log, oldest entry first; that of one experiment where its number is given.
    public func events(experiment: Int? = nil) throws(BenchError) -> [StoredEvent] {
        try events(condition: "(:id IS NULL OR v.experiment_id = :id)", ["id": experiment])
    }

    /// The entries of the log that are about a cell, oldest first.
    public func events(of identity: CellIdentity) throws(BenchError) -> [StoredEvent] {
        try events(condition: "c.identity = :cell", ["cell": identity.description])
    }

    private func events(
        condition: String, _ arguments: StatementArguments
    ) throws(BenchError) -> [StoredEvent] {
        try read { database in
            let cursor = try StepCursor(
                database,
                """
                SELECT v.at, v.kind, v.experiment_id, c.identity, v.detail_json FROM events AS v
                LEFT JOIN cells AS c ON c.id = v.cell_id WHERE \(condition) ORDER BY v.id
                """, arguments)
            var events: [StoredEvent] = []
            while let row = try cursor.next() {
                var event = try StoredEvent(
                    kind: row.text(1), experiment: row.optionalInteger(2),
                    cell: row.optionalText(3).map { CellIdentity(try Store.digest($0)) },
                    detail: Store.parse(row.text(4)), at: 0)
                event.at = try row.text(0)
                events.append(event)
            }
            return events
        }
    }

    static func insert(_ event: StoredEvent, in database: Database) throws {
        var cell: Int64?
        if let identity = event.cell {
            cell = try Int64.fetchOne(
                database, sql: "SELECT id FROM cells WHERE identity = ?", arguments: [identity.description])
            guard cell != nil else {
                throw BenchError(.internal, "the cell \(identity) belongs to no recorded experiment")
            }
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO events (at, kind, experiment_id, cell_id, detail_json) VALUES (?, ?, ?, ?, ?)
                """
        ).execute(arguments: [event.at, event.kind, event.experiment, cell, event.detail.canonical])
    }
}
