import GRDB

/// One forward step of the schema.
///
/// A released migration never changes; a new one is a new file and a line in `all`.
struct Migration: Sendable {
    /// The value of `PRAGMA user_version` after it.
    let version: Int
    /// The statements, run in one transaction.
    let sql: String
    /// What the statements call beside SQLite's own functions.
    var functions: [DatabaseFunction] = []

    /// All steps, in order; the n-th leads to version n.
    static let all: [Migration] = [.first, .treatments, .configurations]

    /// Runs the statements.
    func run(in database: Database) throws {
        for function in functions { database.add(function: function) }
        defer { for function in functions { database.remove(function: function) } }
        try database.execute(sql: sql)
    }
}
