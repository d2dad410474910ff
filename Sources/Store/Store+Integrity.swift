import GRDB
import Primitives
import Records

extension Store {
    /// What SQLite finds wrong with the file and with references between tables, and what we find wrong with what
    /// follows from other rows; empty when all is well.
    ///
    /// It reads the whole file; `hash` is a hash of nothing, perhaps one that the CPU's own instructions do. Throws
    /// `.data` when the damage does not even let it read.
    public func integrityProblems(hash: SHA256 = SHA256()) throws(BenchError) -> [String] {
        try read { database in
            let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let references = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                let table: String = try row.get("table")
                let parent: String = try row.get("parent")
                return "a row of \(table) refers to a row of \(parent) that does not exist"
            }
            guard pages.isEmpty, references.isEmpty else { return pages + references }
            let configurations = try Store.wrongConfigurations(in: database)
            let identities =
                configurations.isEmpty ? try Store.wrongIdentities(in: database, hash: hash) : []
            return try Store.wrongCounts(in: database) + configurations + identities
        }
    }

    /// Cells whose configuration and seed have another SHA-256 than the one they are stored under.
    private static func wrongIdentities(in database: Database, hash: SHA256) throws -> [String] {
        var configurations: [Int: CellConfiguration.Identities] = [:]
        let specifications = try StepCursor(database, "SELECT id, specification_json FROM configurations")
        while let row = try specifications.next() {
            configurations[row.integer(0)] = try CellConfiguration.Identities(
                canonical: Store.parse(row.text(1)), empty: hash)
        }
        var problems: [String] = []
        let cells = try StepCursor(database, "SELECT identity, configuration_id, seed FROM cells ORDER BY id")
        while problems.count < 10, let row = try cells.next() {
            guard let configuration = configurations[row.integer(1)] else {
                throw StoreFailure.damaged("a configuration that is no object")
            }
            let (identity, seed) = (try row.text(0), row.integer(2))
            if configuration.identity(seed: seed).description != identity {
                problems.append("the cell \(identity) (seed \(seed)) has another specification")
            }
        }
        return problems
    }

    /// Cells for which another attempt counts than the rule says.
    private static func wrongCounts(in database: Database) throws -> [String] {
        let cells = try String.fetchAll(
            database,
            sql: """
                SELECT c.identity FROM (
                    SELECT cell_id, id, row_number() OVER (
                        PARTITION BY cell_id ORDER BY status = 'completed' DESC, status = 'diverged' DESC,
                            started_at DESC, id DESC) AS place
                    FROM attempts) AS a
                JOIN cells AS c ON c.id = a.cell_id
                LEFT JOIN current_attempts AS r ON r.cell_id = a.cell_id
                WHERE a.place = 1 AND r.attempt_id IS NOT a.id ORDER BY c.id LIMIT 10
                """)
        return cells.map { "another attempt counts for the cell \($0) than the rule says" }
    }

    /// Configurations whose specification has another SHA-256 than the one they are stored under.
    private static func wrongConfigurations(in database: Database) throws -> [String] {
        var problems: [String] = []
        let cursor = try StepCursor(database, "SELECT sha256, specification_json FROM configurations")
        while let row = try cursor.next() {
            let stored = try row.digest(0)
            if try SHA256.hash(row.text(1)) != stored {
                problems.append("the configuration \(stored) has another specification")
            }
        }
        return problems
    }
}
