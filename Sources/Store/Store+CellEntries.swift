import GRDB
import Primitives
import Records

/// A cell of the store, with what a choice among all cells needs.
public struct StoredCellEntry: Sendable, Hashable {
    /// Its identity.
    public var identity: CellIdentity
    /// Which cells differ from it in the seed alone: the number of its configuration in this store.
    public var configuration: Int
    /// Its seed.
    public var seed: Int
    /// How the attempt that counts ended; nil where none was made.
    public var status: Status.Kind?
    /// Whether that attempt's predictions are kept.
    public var hasPredictions: Bool
}

extension Store {
    /// All cells, or those that an experiment asks for, in the order of their identities.
    public func cellEntries(experiment: Int? = nil) throws(BenchError) -> [StoredCellEntry] {
        try read { database in
            let asked =
                experiment == nil
                ? "" : "WHERE c.id IN (SELECT cell_id FROM experiment_cells WHERE experiment_id = ?)"
            let cursor = try StepCursor(
                database,
                """
                SELECT c.identity, c.configuration_id, c.seed, a.status,
                    EXISTS (SELECT 1 FROM predictions AS p WHERE p.attempt_id = r.attempt_id)
                FROM cells AS c
                LEFT JOIN current_attempts AS r ON r.cell_id = c.id
                LEFT JOIN attempts AS a ON a.id = r.attempt_id \(asked) ORDER BY c.identity
                """, experiment.map { [$0] } ?? [])
            var entries: [StoredCellEntry] = []
            while let row = try cursor.next() {
                try entries.append(
                    StoredCellEntry(
                        identity: CellIdentity(row.digest(0)), configuration: row.integer(1),
                        seed: row.integer(2), status: row.optionalText(3).map(Store.kind),
                        hasPredictions: row.integer(4) != 0))
            }
            return entries
        }
    }
}
