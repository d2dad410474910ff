import GRDB
import Primitives
import Records

/// Reads what attempts left, attempt by attempt, with statements that are made once.
final class AttemptValues {
    private let measures: [Int64: ResultTable.Measure]
    private let digests: Statement
    private let metrics: Statement?
    private let curves: Statement?
    private let predictions: Statement?

    init(database: Database, parts: CellReader.Parts) throws {
        measures = try Self.measures(in: database)
        digests = try database.makeStatement(
            sql: "SELECT kind, sha256 FROM digests WHERE attempt_id = ?")
        metrics =
            parts.contains(.metrics)
            ? try database.makeStatement(
                sql: "SELECT measure_id, value, value_text FROM metrics WHERE attempt_id = ?") : nil
        curves =
            parts.contains(.curves)
            ? try database.makeStatement(
                sql: """
                    SELECT measure_id, value, value_text, epoch FROM curves WHERE attempt_id = ? ORDER BY epoch
                    """) : nil
        predictions =
            parts.contains(.predictions)
            ? try database.makeStatement(
                sql: "SELECT part, width, outputs FROM predictions WHERE attempt_id = ?") : nil
    }

    /// All measures of a store.
    static func measures(in database: Database) throws -> [Int64: ResultTable.Measure] {
        let rows = try Row.fetchAll(database, sql: "SELECT id, part, name FROM measures")
        return try Dictionary(
            rows.map { row in
                (
                    try row.decode(Int64.self, atIndex: 0),
                    ResultTable.Measure(
                        part: try part(row.decode(atIndex: 1)), name: try row.decode(atIndex: 2))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// By part, then name.
    static func precedes(_ a: ResultTable.Measure, _ b: ResultTable.Measure) -> Bool {
        let order = DataPart.allCases
        return (order.firstIndex(of: a.part)!, a.name) < (order.firstIndex(of: b.part)!, b.name)
    }

    /// Fills in what the attempt with that number left, in the order of parts and names.
    func read(_ attempt: Int64, into outcome: inout Outcome) throws {
        let found = try Row.fetchCursor(digests, arguments: [attempt])
        while let row = try found.next() {
            let kind: String = try row.decode(atIndex: 0)
            guard let digest = Digest(hexadecimal: try row.decode(atIndex: 1)) else {
                throw StoreFailure.damaged("a digest of attempt \(attempt)")
            }
            if kind == "parameters" { outcome.parametersDigest = digest }
            if kind == "predictions" { outcome.predictionsDigest = digest }
        }
        if let metrics {
            let rows = try Row.fetchCursor(metrics, arguments: [attempt])
            while let row = try rows.next() {
                let (measure, value) = try number(row)
                outcome.metrics.append(MetricValue(part: measure.part, name: measure.name, value: value))
            }
            outcome.metrics.sort { Self.precedes(.init($0), .init($1)) }
        }
        if let curves {
            let rows = try Row.fetchCursor(curves, arguments: [attempt])
            while let row = try rows.next() {
                let (measure, value) = try number(row)
                outcome.curves.append(
                    CurvePoint(
                        epoch: try row.decode(atIndex: 3), part: measure.part, name: measure.name,
                        value: value))
            }
            outcome.curves.sort { a, b in
                a.epoch != b.epoch ? a.epoch < b.epoch : Self.precedes(.init(a), .init(b))
            }
        }
        if let predictions { outcome.predictions = try read(predictions, attempt) }
    }

    private func number(_ row: Row) throws -> (ResultTable.Measure, Double) {
        guard let measure = measures[try row.decode(atIndex: 0)] else {
            throw StoreFailure.damaged("a metric without a name")
        }
        return (measure, try StoredNumber.value(row.decode(atIndex: 1), text: row.decode(atIndex: 2)))
    }

    private func read(_ statement: Statement, _ attempt: Int64) throws -> [PartPredictions] {
        var result: [PartPredictions] = []
        let rows = try Row.fetchCursor(statement, arguments: [attempt])
        while let row = try rows.next() {
            let values = try row.withUnsafeData(atIndex: 2) { data -> [Float] in
                let bytes = data.map { Array($0) } ?? []
                return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
                    Float(
                        bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
                }
            }
            result.append(
                PartPredictions(
                    part: try Self.part(row.decode(atIndex: 0)), width: try row.decode(atIndex: 1),
                    values: values))
        }
        let order = DataPart.allCases
        return result.sorted { order.firstIndex(of: $0.part)! < order.firstIndex(of: $1.part)! }
    }

    private static func part(_ text: String) throws -> DataPart {
        guard let part = DataPart(rawValue: text) else {
            throw StoreFailure.damaged("the data part \"\(text)\"")
        }
        return part
    }
}

extension ResultTable.Measure {
    fileprivate init(_ metric: MetricValue) { self.init(part: metric.part, name: metric.name) }
    fileprivate init(_ point: CurvePoint) { self.init(part: point.part, name: point.name) }
}
