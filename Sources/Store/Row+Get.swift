import GRDB

extension Row {
    /// The value of a column; throws where GRDB's subscript would trap, since a damaged file may hold
    /// anything.
    func get<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }
}
