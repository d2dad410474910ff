import GRDB
import Primitives
import Records

extension Store {
    /// The most cells whose learning curves are read for a report, and the most points.
    ///
    /// Beyond these a report would take longer for its pictures than for its numbers.
    public static let mostCurveCells = 50_000
    /// The most points of learning curves that are read for a report.
    public static let mostCurvePoints = 2_000_000

    /// The learning curves of an experiment's cells for some measures, row by row as in `results(experiment:)`.
    ///
    /// Above the given numbers of cells or points nothing is read, and the table says so.
    public func learningCurves(
        experiment id: Int, of measures: [ResultTable.Measure], mostCells: Int = mostCurveCells,
        mostPoints: Int = mostCurvePoints
    ) throws(BenchError) -> LearningCurveTable {
        try read { database in
            let count =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM experiment_cells WHERE experiment_id = ?",
                    arguments: [id]) ?? 0
            guard count <= mostCells else {
                return LearningCurveTable(
                    omission: "there are \(count) cells, and curves are read up to \(mostCells)")
            }
            var attempts: [Int] = []
            attempts.reserveCapacity(count)
            let rows = try StepCursor(
                database,
                """
                SELECT r.attempt_id FROM experiment_cells AS ec
                LEFT JOIN current_attempts AS r ON r.cell_id = ec.cell_id
                WHERE ec.experiment_id = ? ORDER BY ec.position
                """, [id])
            while let row = try rows.next() { attempts.append(row.optionalInteger(0) ?? -1) }
            return try Self.curves(of: attempts, measures, mostPoints: mostPoints, in: database)
        }
    }

    private static func curves(
        of attempts: [Int], _ measures: [ResultTable.Measure], mostPoints: Int, in database: Database
    ) throws -> LearningCurveTable {
        var table = LearningCurveTable(rows: attempts.count, measures: measures)
        let known = try Store.measures(in: database)
        var places = [Int](repeating: -1, count: (known.keys.max() ?? 0) + 1)
        for (number, measure) in known { places[number] = measures.firstIndex(of: measure) ?? -1 }
        let wanted = places.indices.filter { places[$0] >= 0 }
        guard !wanted.isEmpty else { return table }
        let list = wanted.map(String.init).joined(separator: ", ")
        var count = 0
        // By key, a curve's points come in the order of their epochs.
        try RowsByKey(attempts).read(
            "SELECT attempt_id, measure_id, value, value_text, epoch FROM curves", key: "attempt_id",
            and: "measure_id IN (\(list))", from: database
        ) { row, place in
            count += 1
            guard count <= mostPoints else { return }
            table.append(
                .init(epoch: row.integer(4), value: try row.number(2)), row: place,
                measure: places[row.integer(1)])
        }
        guard count <= mostPoints else {
            return LearningCurveTable(
                omission: "there are \(count) points, and curves are read up to \(mostPoints)")
        }
        return table
    }
}
