import Foundation
import GRDB
import Primitives
import Records

/// An attempt with everything that belongs to it, as it stands in the tables.
///
/// Two are equal when every bit of them is, wherever they are stored.
struct AttemptContents: Hashable {
    /// A value of a metric or a curve; NaN is one value.
    struct Value: Hashable, Comparable {
        /// 0 for a metric.
        var epoch: Int
        var measure: ResultTable.Measure
        var bits: UInt64

        init(epoch: Int, measure: ResultTable.Measure, value: Double) {
            self.epoch = epoch
            self.measure = measure
            bits = (value.isNaN ? .nan : value).bitPattern
        }

        var value: Double { Double(bitPattern: bits) }

        static func < (a: Value, b: Value) -> Bool {
            (a.epoch, a.measure.part.order, a.measure.name)
                < (b.epoch, b.measure.part.order, b.measure.name)
        }
    }

    var status: Status
    var startedAt: String
    var wallNanoseconds: Int
    var cpuNanoseconds: Int
    var peakBytes: Int?
    /// By part and name.
    var metrics: [Value]
    /// By epoch, part and name.
    var curves: [Value]
    var parameters: Digest?
    var predictionsDigest: Digest?
    var predictions: [Outputs]

    /// What a model says of the rows of a part, as bytes: a NaN equals itself.
    struct Outputs: Hashable {
        var part: DataPart
        var width: Int
        var bytes: Data
    }

    /// What is stored of an outcome.
    init(_ outcome: Outcome) {
        status = outcome.status
        startedAt = Timestamp.text(outcome.startedAt)
        wallNanoseconds = outcome.wallNanoseconds
        cpuNanoseconds = outcome.cpuNanoseconds
        peakBytes = outcome.peakBytes
        metrics = outcome.metrics.map {
            Value(epoch: 0, measure: .init(part: $0.part, name: $0.name), value: $0.value)
        }.sorted()
        curves = outcome.curves.map {
            Value(epoch: $0.epoch, measure: .init(part: $0.part, name: $0.name), value: $0.value)
        }.sorted()
        parameters = outcome.parametersDigest
        predictionsDigest = outcome.predictionsDigest
        predictions = outcome.predictions.map {
            Outputs(part: $0.part, width: $0.width, bytes: PredictionBytes.data($0.values))
        }.sorted { $0.part.order < $1.part.order }
    }

    /// The outcome that was stored.
    var outcome: Outcome {
        get throws {
            Outcome(
                status: status,
                metrics: metrics.map {
                    MetricValue(part: $0.measure.part, name: $0.measure.name, value: $0.value)
                },
                curves: curves.map {
                    CurvePoint(
                        epoch: $0.epoch, part: $0.measure.part, name: $0.measure.name, value: $0.value)
                },
                parametersDigest: parameters, predictionsDigest: predictionsDigest,
                predictions: try predictions.map {
                    PartPredictions(
                        part: $0.part, width: $0.width, values: try PredictionBytes.values($0.bytes))
                },
                startedAt: try Timestamp.seconds(startedAt), wallNanoseconds: wallNanoseconds,
                cpuNanoseconds: cpuNanoseconds, peakBytes: peakBytes)
        }
    }

    /// In what two attempts at one cell differ that both came to an end, completed or diverged: either is a function of
    /// the specification; empty where they agree, or where one of the two did not come to an end.
    func differences(from other: AttemptContents) -> [String] {
        let ends: [Status.Kind] = [.completed, .diverged]
        guard ends.contains(status.kind), ends.contains(other.status.kind) else { return [] }
        func differ(_ a: Digest?, _ b: Digest?) -> Bool { a != nil && b != nil && a != b }
        func names(_ kind: String, _ a: [Value], _ b: [Value]) -> Set<String> {
            Set(
                Set(a).symmetricDifference(b).map {
                    "\(kind) \($0.measure.name) (\($0.measure.part.rawValue))"
                })
        }
        return (status.kind != other.status.kind ? ["status"] : [])
            + (differ(parameters, other.parameters) ? ["parameters"] : [])
            + (differ(predictionsDigest, other.predictionsDigest) ? ["predictions"] : [])
            + names("metric", metrics, other.metrics).sorted()
            + names("curve", curves, other.curves).sorted()
    }

    /// Stores it as a new attempt.
    @discardableResult
    func insert(
        cell: Int64, environment: Int64, by insertion: AttemptInsertion, in database: Database
    ) throws -> Int64 {
        try database.cachedStatement(
            sql: """
                INSERT INTO attempts (cell_id, environment_id, status, cause, started_at, wall_ns, cpu_ns,
                    peak_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            cell, environment, status.kind.rawValue, status.cause, startedAt, wallNanoseconds, cpuNanoseconds,
            peakBytes,
        ])
        let attempt = database.lastInsertedRowID
        for metric in metrics { try insertion.insert(metric: metric, attempt: attempt) }
        for point in curves { try insertion.insert(point: point, attempt: attempt) }
        let insertDigest = try database.cachedStatement(
            sql: "INSERT INTO digests (attempt_id, kind, sha256) VALUES (?, ?, ?)")
        for (kind, digest) in [("parameters", parameters), ("predictions", predictionsDigest)] {
            guard let digest else { continue }
            try insertDigest.execute(arguments: [attempt, kind, digest.hexadecimal])
        }
        for part in predictions {
            try database.cachedStatement(
                sql: "INSERT INTO predictions (attempt_id, part, width, outputs) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [
                attempt, part.part.rawValue, part.width, part.bytes,
            ])
        }
        return attempt
    }
}

extension DataPart {
    /// Train, validation, test.
    var order: Int {
        switch self {
        case .train: 0
        case .validation: 1
        case .test: 2
        }
    }
}
