import GRDB
import Primitives
import Records

extension AttemptContents {
    /// Reads attempts with everything that belongs to them.
    final class Reader {
        private let database: Database
        private var measures: [Int: ResultTable.Measure]
        private let attempts: Statement
        private let metrics: Statement
        private let curves: Statement
        private let digests: Statement
        private let predictions: Statement
        private let parts: CellReader.Parts

        init(_ database: Database, parts: CellReader.Parts = .all) throws {
            self.database = database
            self.parts = parts
            measures = try Store.measures(in: database)
            attempts = try database.makeStatement(
                sql: """
                    SELECT status, cause, started_at, wall_ns, cpu_ns, peak_bytes FROM attempts WHERE id = ?
                    """)
            metrics = try database.makeStatement(
                sql: "SELECT measure_id, value, value_text FROM metrics WHERE attempt_id = ?")
            curves = try database.makeStatement(
                sql: "SELECT measure_id, value, value_text, epoch FROM curves WHERE attempt_id = ?")
            digests = try database.makeStatement(
                sql: "SELECT kind, sha256 FROM digests WHERE attempt_id = ?")
            predictions = try database.makeStatement(
                sql: "SELECT part, width, outputs FROM predictions WHERE attempt_id = ? ORDER BY attempt_id")
        }

        /// The attempt with that number.
        func contents(of id: Int) throws -> AttemptContents {
            guard let row = try StepCursor(attempts, [id]).next() else {
                throw StoreFailure.damaged("the attempt \(id) is missing")
            }
            var contents = try AttemptContents(
                status: Store.status(row.text(0), cause: row.optionalText(1)), startedAt: row.text(2),
                wallNanoseconds: row.integer(3), cpuNanoseconds: row.integer(4),
                peakBytes: row.optionalInteger(5))
            if parts.contains(.metrics) { contents.metrics = try values(metrics, id, epoch: nil) }
            if parts.contains(.curves) { contents.curves = try values(curves, id, epoch: 3) }
            let cursor = try StepCursor(digests, [id])
            while let row = try cursor.next() {
                switch try row.text(0) {
                case "parameters": contents.parameters = try row.digest(1)
                case "predictions": contents.predictionsDigest = try row.digest(1)
                case let kind: throw StoreFailure.damaged("a digest of the kind \"\(kind)\"")
                }
            }
            guard parts.contains(.predictions) else { return contents }
            let found = try Row.fetchCursor(predictions, arguments: [id])
            while let row = try found.next() {
                try contents.predictions.append(
                    Outputs(
                        part: Store.part(row.get("part")), width: row.get("width"), bytes: row.get("outputs"))
                )
            }
            contents.predictions.sort { $0.part.order < $1.part.order }
            return contents
        }

        private func values(_ statement: Statement, _ id: Int, epoch: CInt?) throws -> [Value] {
            var values: [Value] = []
            let cursor = try StepCursor(statement, [id])
            while let row = try cursor.next() {
                try values.append(
                    Value(
                        epoch: epoch.map(row.integer) ?? 0, measure: measure(row.integer(0)),
                        value: row.number(1)))
            }
            return values.sorted()
        }

        private func measure(_ id: Int) throws -> ResultTable.Measure {
            // One that is new since the last reading may have been added by the same transaction.
            if measures[id] == nil { measures = try Store.measures(in: database) }
            guard let measure = measures[id] else {
                throw StoreFailure.damaged("a value of an unknown measure")
            }
            return measure
        }
    }

    private init(
        status: Status, startedAt: String, wallNanoseconds: Int, cpuNanoseconds: Int, peakBytes: Int?
    ) {
        self.status = status
        self.startedAt = startedAt
        self.wallNanoseconds = wallNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
        self.peakBytes = peakBytes
        metrics = []
        curves = []
        predictions = []
    }
}

extension Store {
    /// What metrics and curves are of, by number.
    static func measures(in database: Database) throws -> [Int: ResultTable.Measure] {
        var measures: [Int: ResultTable.Measure] = [:]
        let cursor = try StepCursor(database, "SELECT id, part, name FROM measures")
        while let row = try cursor.next() {
            measures[row.integer(0)] = try ResultTable.Measure(part: part(row.text(1)), name: row.text(2))
        }
        return measures
    }
}
