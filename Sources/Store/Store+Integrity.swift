import GRDB
import Primitives

extension Store {
    /// What SQLite finds wrong with the file and with references between tables; empty when all is well.
    ///
    /// It reads the whole file. Throws `.data` when the damage does not even let it read.
    public func integrityProblems() throws(BenchError) -> [String] {
        try read { database in
            let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let references = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                let table: String = try row.get("table")
                let parent: String = try row.get("parent")
                return "a row of \(table) refers to a row of \(parent) that does not exist"
            }
            return pages + references
        }
    }
}
