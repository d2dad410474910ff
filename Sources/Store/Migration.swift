/// One forward step of the schema.
///
/// A released migration never changes; a new one is a new file and a line in `all`.
struct Migration: Sendable {
    /// The value of `PRAGMA user_version` after it.
    let version: Int
    /// The statements, run in one transaction.
    let sql: String

    /// All steps, in order; the n-th leads to version n.
    static let all: [Migration] = [.first, .treatments]
}
