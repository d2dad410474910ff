import Primitives

/// Which attempt counts for a cell, as a table of queries: `cell_id` and `attempt_id`, one row per cell.
enum AttemptChoice {
    /// Those of every program.
    case any
    /// Only those of the executable with that SHA-256.
    case only(Digest)
    /// Those of other executables than the one with that SHA-256, and its own where there are no others.
    case preferringOthers(Digest)

    /// Only `program`'s, or every program's where it is nil.
    static func of(_ program: Digest?) -> AttemptChoice { program.map { .only($0) } ?? .any }

    /// The table.
    ///
    /// The rule is that of the trigger that keeps `current_attempts`. An attempt of another program is no
    /// reason for one of this program not to count, whichever of them ended better. `attempt_id` is null for
    /// cells without one.
    var table: String {
        let condition: String
        let preference: String
        switch self {
        case .any: return "current_attempts"
        case .only(let program):
            (condition, preference) = ("AND v.binary_sha256 = '\(program.hexadecimal)'", "")
        case .preferringOthers(let program):
            // Unlike <>, IS NOT is true of environments that do not say which executable it was.
            (condition, preference) = ("", "v.binary_sha256 IS NOT '\(program.hexadecimal)' DESC, ")
        }
        // By cell, so that a condition on the cell is a search in the attempts' index.
        return """
            (SELECT each.id AS cell_id, (
                SELECT t.id FROM attempts AS t JOIN environments AS v ON v.id = t.environment_id
                WHERE t.cell_id = each.id \(condition)
                ORDER BY \(preference)t.status = 'completed' DESC, t.status = 'diverged' DESC,
                    t.started_at DESC, t.id DESC
                LIMIT 1) AS attempt_id
            FROM cells AS each)
            """
    }
}
