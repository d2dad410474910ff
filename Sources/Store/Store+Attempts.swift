import GRDB
import Primitives
import Records

extension Store {
    /// All attempts at a cell with everything they measured, oldest first.
    public func attempts(of identity: CellIdentity) throws(BenchError) -> [StoredAttempt] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT v.*, a.id AS attempt, r.attempt_id IS NOT NULL AS is_current
                    FROM cells AS c JOIN attempts AS a ON a.cell_id = c.id
                    JOIN environments AS v ON v.id = a.environment_id
                    LEFT JOIN current_attempts AS r ON r.cell_id = c.id AND r.attempt_id = a.id
                    WHERE c.identity = ? ORDER BY a.id
                    """,
                arguments: [identity.description])
            guard !rows.isEmpty else { return [] }
            let reader = try AttemptContents.Reader(database)
            return try rows.map { row in
                let id: Int = try row.get("attempt")
                let contents = try reader.contents(of: id)
                return try StoredAttempt(
                    id: id, outcome: contents.outcome, startedAt: contents.startedAt,
                    environment: Store.environment(row), isCurrent: row.get("is_current"))
            }
        }
    }

    /// The learning curves of the attempt that counts for a cell, by epoch, part and name; empty when there is
    /// none.
    public func curves(_ identity: CellIdentity) throws(BenchError) -> [CurvePoint] {
        try read { database in
            let current = try Int.fetchOne(
                database,
                sql: """
                    SELECT r.attempt_id FROM cells AS c JOIN current_attempts AS r ON r.cell_id = c.id
                    WHERE c.identity = ?
                    """,
                arguments: [identity.description])
            guard let current else { return [] }
            return try AttemptContents.Reader(database).contents(of: current).outcome.curves
        }
    }
}
