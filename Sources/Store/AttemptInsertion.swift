import GRDB
import Primitives
import Records

/// The statements and numbers that storing many attempts in one transaction needs again and again.
final class AttemptInsertion {
    private let database: Database
    private let insertMetric: Statement
    private let insertPoint: Statement
    private var measures: [ResultTable.Measure: Int64] = [:]

    init(_ database: Database) throws {
        self.database = database
        insertMetric = try database.cachedStatement(
            sql: "INSERT INTO metrics (attempt_id, measure_id, value, value_text) VALUES (?, ?, ?, ?)")
        insertPoint = try database.cachedStatement(
            sql:
                "INSERT INTO curves (attempt_id, epoch, measure_id, value, value_text) VALUES (?, ?, ?, ?, ?)"
        )
    }

    func insert(metric: AttemptContents.Value, attempt: Int64) throws {
        let (value, text) = StoredNumber.columns(metric.value)
        insertMetric.setUncheckedArguments([attempt, try identifier(of: metric.measure), value, text])
        try insertMetric.execute()
    }

    func insert(point: AttemptContents.Value, attempt: Int64) throws {
        let (value, text) = StoredNumber.columns(point.value)
        insertPoint.setUncheckedArguments([
            attempt, point.epoch, try identifier(of: point.measure), value, text,
        ])
        try insertPoint.execute()
    }

    /// The measure's row, made when it is new.
    private func identifier(of measure: ResultTable.Measure) throws -> Int64 {
        if let known = measures[measure] { return known }
        let id: Int64
        let find = try database.cachedStatement(sql: "SELECT id FROM measures WHERE part = ? AND name = ?")
        if let stored = try Int64.fetchOne(find, arguments: [measure.part.rawValue, measure.name]) {
            id = stored
        } else {
            try database.execute(
                sql: "INSERT INTO measures (part, name) VALUES (?, ?)",
                arguments: [measure.part.rawValue, measure.name])
            id = database.lastInsertedRowID
        }
        measures[measure] = id
        return id
    }
}
