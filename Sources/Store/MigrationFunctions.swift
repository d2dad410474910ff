import GRDB
import Primitives

/// SQL functions of migrations.
extension DatabaseFunction {
    /// `sha256(text)`: 64 hexadecimal digits.
    static let sha256 = DatabaseFunction("sha256", argumentCount: 1, pure: true) { values in
        try onText(values) { SHA256.hash($0).hexadecimal }
    }

    /// `without_seed(specification)`: the canonical text of a specification without its member `seed`.
    static let withoutSeed = DatabaseFunction("without_seed", argumentCount: 1, pure: true) { values in
        try onText(values) { try SeedMember.removed(from: $0).text }
    }

    /// A stored text that is not what it should be is damage, whatever statement meets it.
    private static func onText(
        _ values: [DatabaseValue], _ function: (String) throws -> String
    ) throws -> String {
        do {
            guard let text = String.fromDatabaseValue(values[0]) else {
                throw StoreFailure.damaged("a text is missing")
            }
            return try function(text)
        } catch let error as BenchError {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.diagnostics[0].message)
        }
    }
}
