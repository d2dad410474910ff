import GRDB
import Primitives
import Records

extension Store {
    /// The cells of an experiment whose completed attempts ended with different bits, in the suite's order.
    ///
    /// By the digests of parameters and predictions; where there is one, some attempt broke the contract of
    /// reproducibility, or a stored value was changed.
    public func conflicts(experiment id: Int) throws(BenchError) -> [CellIdentity] {
        try read { database in
            // Almost always no cell has two completed attempts, and two counts tell that in a moment.
            let (completed, cells) = (
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM attempts WHERE status = 'completed'") ?? 0,
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT count(*) FROM current_attempts AS r JOIN attempts AS a ON a.id = r.attempt_id
                        WHERE a.status = 'completed'
                        """) ?? 0
            )
            guard completed > cells else { return [] }
            let texts = try String.fetchAll(
                database,
                sql: """
                    SELECT c.identity FROM experiment_cells AS ec
                    JOIN cells AS c ON c.id = ec.cell_id
                    JOIN attempts AS a ON a.cell_id = ec.cell_id AND a.status = 'completed'
                    JOIN digests AS d ON d.attempt_id = a.id
                    WHERE ec.experiment_id = ?
                    GROUP BY ec.position, d.kind HAVING count(DISTINCT d.sha256) > 1
                    ORDER BY ec.position
                    """, arguments: [id])
            var seen: Set<String> = []
            return texts.filter { seen.insert($0).inserted }.compactMap(Digest.init(hexadecimal:)).map(
                CellIdentity.init)
        }
    }
}
