import GRDB
import Primitives
import Records

extension Store {
    /// The mean CPU seconds of the completed attempts at the cells of each configuration, by its SHA-256.
    public func expectedSeconds() throws(BenchError) -> [Digest: Double] {
        try read { database in
            var sums: [Int: (nanoseconds: Int, count: Int)] = [:]
            let cursor = try StepCursor(
                database,
                """
                SELECT c.configuration_id, a.cpu_ns FROM attempts AS a
                CROSS JOIN cells AS c ON c.id = a.cell_id WHERE a.status = 'completed'
                """)
            while let row = try cursor.next() {
                let sum = sums[row.integer(0)] ?? (0, 0)
                sums[row.integer(0)] = (sum.nanoseconds &+ row.integer(1), sum.count + 1)
            }
            var seconds: [Digest: Double] = [:]
            let configurations = try StepCursor(database, "SELECT id, sha256 FROM configurations")
            while let row = try configurations.next() {
                guard let sum = sums[row.integer(0)] else { continue }
                seconds[try row.digest(1)] = Double(sum.nanoseconds) / 1e9 / Double(sum.count)
            }
            return seconds
        }
    }
}
