import Primitives

/// Which attempt counts for a cell, as a table of queries: `cell_id` and `attempt_id`, one row per cell.
enum AttemptChoice {
    /// The table; all programs' attempts are chosen from where `program` is nil.
    ///
    /// The rule is that of the trigger that keeps `current_attempts`. An attempt of another program is no
    /// reason for one of this program not to count, whichever of them ended better. `attempt_id` is null for
    /// cells without one.
    static func table(program: Digest?) -> String {
        guard let program else { return "current_attempts" }
        // By cell, so that a condition on the cell is a search in the attempts' index.
        return """
            (SELECT each.id AS cell_id, (
                SELECT t.id FROM attempts AS t JOIN environments AS v ON v.id = t.environment_id
                WHERE t.cell_id = each.id AND v.binary_sha256 = '\(program.hexadecimal)'
                ORDER BY t.status = 'completed' DESC, t.status = 'diverged' DESC, t.started_at DESC, t.id DESC
                LIMIT 1) AS attempt_id
            FROM cells AS each)
            """
    }
}
