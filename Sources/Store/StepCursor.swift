import GRDB
import Primitives

/// Steps through a query's rows without making an object of each: for queries with millions of rows.
final class StepCursor: DatabaseCursor {
    typealias Element = StepRow

    let _statement: Statement
    var _isDone = false

    /// The rows of `sql`.
    convenience init(_ database: Database, _ sql: String, _ arguments: StatementArguments = []) throws {
        try self.init(database.makeStatement(sql: sql), arguments)
    }

    /// The rows of a prepared statement, which no other cursor may use meanwhile.
    init(_ statement: Statement, _ arguments: StatementArguments) throws {
        _statement = statement
        try statement.setArguments(arguments)
    }

    func _element(sqliteStatement: SQLiteStatement) -> StepRow {
        StepRow(statement: sqliteStatement, owner: _statement)
    }
}

/// The row at which a `StepCursor` stands; valid until the next step.
///
/// Nothing traps, since a damaged file may hold anything: a number where there is none is 0, a text ends the
/// reading with an error.
struct StepRow {
    fileprivate let statement: SQLiteStatement
    /// Ends `statement` when it is released, which the end of the cursor would do otherwise.
    fileprivate let owner: Statement

    func integer(_ column: CInt) -> Int { Int(Int64(sqliteStatement: statement, index: column)) }

    func optionalInteger(_ column: CInt) -> Int? {
        Int64.fromStatement(statement, atUncheckedIndex: column).map(Int.init)
    }

    func real(_ column: CInt) -> Double { Double(sqliteStatement: statement, index: column) }

    func text(_ column: CInt) throws -> String {
        guard let text = optionalText(column) else { throw StoreFailure.damaged("a text is missing") }
        return text
    }

    func optionalText(_ column: CInt) -> String? {
        String.fromStatement(statement, atUncheckedIndex: column)
    }

    func digest(_ column: CInt) throws -> Digest { try Store.digest(text(column)) }

    /// A number that stands in two columns (`StoredNumber`), the first of which is `column`.
    func number(_ column: CInt) throws -> Double {
        if let text = optionalText(column + 1) {
            return try StoredNumber.value(
                Double.fromStatement(statement, atUncheckedIndex: column), text: text)
        }
        guard let value = Double.fromStatement(statement, atUncheckedIndex: column) else {
            return try StoredNumber.value(nil, text: nil)
        }
        return value
    }
}
