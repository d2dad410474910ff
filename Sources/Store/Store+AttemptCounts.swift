import GRDB
import Primitives
import Records

extension Store {
    /// How many attempts were made at each cell of a plan, by its position.
    public func attemptCounts(of cells: PlannedCells) throws(BenchError) -> [Int] {
        try read { database in
            let places = IdentityTable(cells.identities)
            var counts = [Int](repeating: 0, count: cells.count)
            let cursor = try StepCursor(
                database,
                """
                SELECT c.identity, a.attempts
                FROM (SELECT cell_id, count(*) AS attempts FROM attempts GROUP BY cell_id) AS a
                CROSS JOIN cells AS c ON c.id = a.cell_id
                """)
            while let row = try cursor.next() {
                guard let place = try places.place(of: CellIdentity(row.digest(0))) else { continue }
                counts[place] = row.integer(1)
            }
            places.forEachRepetition { repetition, first in counts[repetition] = counts[first] }
            return counts
        }
    }
}
