import Foundation
import GRDB
import Primitives
import Records
import Store
import Testing

@Suite("What is recorded comes back") struct RecordingTests {
    private let path: String

    init() throws {
        path = try Samples.temporaryDirectory().appendingPathComponent("results.sqlite").path
    }

    private func texts(_ rows: [Row], _ column: String) -> [String?] { rows.map { $0[column] } }
    private func numbers(_ rows: [Row], _ column: String) -> [Double?] { rows.map { $0[column] } }

    @Test("an experiment, its environment, datasets and cells") func experiment() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        #expect(try store.latestExperiment() == nil)
        let (id, cells) = try store.recordSample()
        let second = try store.recordSample()
        #expect(second.id > id)
        #expect(try store.experiments().map(\.id) == [id, second.id])
        #expect(try store.latestExperiment(named: "decay")?.id == second.id)
        #expect(try store.latestExperiment(named: "other") == nil)
        let stored = try #require(try store.experiment(id))
        #expect(stored.record == Samples.experiment)
        #expect(stored.environment == Samples.environment)
        #expect(stored.createdAt == "1970-01-01T00:00:00.000000Z")
        #expect(try store.datasets(experiment: id) == [Samples.dataset("moons")])
        #expect(
            try store.specification(of: cells[1].identity)?.canonical
                == cells[1].specification.canonical.canonical)
        #expect(try store.specification(of: CellIdentity(SHA256.hash("none"))) == nil)
        #expect(try store.environments(experiment: id) == [])
        let rows = try store.results(experiment: id)
        #expect(rows.map(\.position) == [0, 1, 2, 3])
        #expect(rows.map(\.method) == ["plain", "sam", "plain", "sam"])
        #expect(rows.map(\.seed) == [0, 0, 1, 1])
        #expect(rows.map(\.costInPasses) == [1, 2, 1, 2])
        #expect(rows.allSatisfy { $0.status == nil && $0.metrics.isEmpty && $0.cpuNanoseconds == nil })
        #expect(try store.results(experiment: 99).isEmpty)
        #expect(try store.integrityProblems().isEmpty)
    }

    @Test("doubles to the last bit, NaN, infinities and negative zero among them")
    func numbers() throws {
        let values: [Double] = [
            0.1, -0.0, 0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            1.0.nextUp, 3, -1e300, 9_007_199_254_740_992,
        ]
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        var outcome = Samples.outcome()
        outcome.metrics = values.enumerated().map {
            MetricValue(part: .test, name: "m\($0.offset + 10)", value: $0.element)
        }
        outcome.curves = values.enumerated().map {
            CurvePoint(epoch: $0.offset, part: .validation, name: "loss", value: $0.element)
        }
        try store.record(outcome: outcome, for: cells[0].identity, environment: Samples.environment)
        store.close()
        let reopened = try Store(path: path, mode: .readOnly)
        let metrics = try reopened.results(experiment: id)[0].metrics.map(\.value)
        let curve = try reopened.curves(cells[0].identity).map(\.value)
        #expect(metrics.count == values.count && curve.count == values.count)
        for (stored, value) in zip(metrics + curve, values + values) {
            #expect(stored.bitPattern == value.bitPattern || (stored.isNaN && value.isNaN), "\(value)")
        }
    }

    @Test(
        "outcomes: a completed attempt counts before a diverged one before any other, among equals the latest"
    ) func outcomes()
        throws
    {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        let environment = Samples.environment
        try store.record(
            outcome: Samples.outcome(.diverged("loss is NaN in epoch 3")), for: cells[0].identity,
            environment: environment)
        try store.record(
            outcome: Samples.outcome(.failed("thrown")), for: cells[1].identity, environment: environment)
        try store.record(
            outcome: Samples.outcome(accuracy: 0.8), for: cells[1].identity, environment: environment)
        var other = environment
        other.host = "second"
        for kind in Status.Kind.allCases.filter({ $0 != .completed }) + [.completed] {
            let status = Status(kind: kind, cause: kind == .completed ? nil : "why")
            try store.record(outcome: Samples.outcome(status), for: cells[2].identity, environment: other)
            // One that diverged tells what the specification means; a later timeout does not.
            let expected = kind == .completed ? status : .diverged("why")
            #expect(try store.storedStatuses(of: [cells[2].identity]) == [cells[2].identity: expected])
        }
        try store.record(
            outcome: Samples.outcome(.crashed("killed")), for: cells[2].identity, environment: environment)
        let statuses = try store.storedStatuses(of: cells.map(\.identity))
        #expect(statuses[cells[2].identity] == .completed)
        #expect(try store.statuses(of: cells) == [.diverged, .completed, .completed, nil])
        #expect(statuses[cells[0].identity] == .diverged("loss is NaN in epoch 3"))
        #expect(statuses[cells[1].identity] == .completed)
        #expect(statuses[cells[3].identity] == nil && statuses.count == 3)
        let rows = try store.results(experiment: id)
        #expect(rows[0].status == .diverged("loss is NaN in epoch 3"))
        #expect(rows[1].metric("accuracy", on: .test) == 0.8)
        #expect(rows[1].metrics.map(\.part) == [.train, .test, .test])
        #expect(rows[1].metrics.map(\.name) == ["accuracy", "accuracy", "nll"])
        #expect(rows[1].parametersDigest == SHA256.hash("parameters"))
        #expect(rows[1].cpuNanoseconds == 1_500_000_000)
        #expect(try store.environments(experiment: id) == [environment, other])
        #expect(try store.curves(cells[1].identity).map(\.epoch) == [0, 1])
        #expect(try store.curves(cells[3].identity).isEmpty)
    }

    @Test("outcomes of which one is of an unknown cell are refused whole") func unknownCell() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        let outcomes = [cells[0].identity, CellIdentity(SHA256.hash("none"))].map {
            RecordedOutcome(identity: $0, outcome: Samples.outcome())
        }
        #expect(throws: BenchError.self) {
            try store.record(outcomes: outcomes, environment: Samples.environment)
        }
        #expect(try store.results(experiment: id).allSatisfy { $0.status == nil })
        #expect(throws: BenchError.self) {
            try store.record(
                outcome: Samples.outcome(), for: CellIdentity(SHA256.hash("none")),
                environment: Samples.environment)
        }
        #expect(try store.integrityProblems().isEmpty)
    }

    @Test("the views give people one tidy row per value") func views() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let (id, cells) = try store.recordSample()
        try store.record(outcome: Samples.outcome(), for: cells[0].identity, environment: Samples.environment)
        try store.record(
            outcome: Outcome(status: .diverged("x"), startedAt: 0, wallNanoseconds: 1, cpuNanoseconds: 1),
            for: cells[1].identity, environment: Samples.environment)
        let database = try DatabaseQueue(path: path)
        try database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM v_results WHERE experiment_id = ? ORDER BY position, part, metric",
                arguments: [id])
            #expect(rows.count == 3 + 1 + 2)
            #expect(texts(rows, "metric") == ["accuracy", "nll", "accuracy", nil, nil, nil])
            #expect(texts(rows, "part") == ["test", "test", "train", nil, nil, nil])
            #expect(texts(rows, "value_text") == [nil, "Infinity", nil, nil, nil, nil])
            #expect(texts(rows, "status") == ["completed", "completed", "completed", "diverged", nil, nil])
            #expect(texts(rows, "cause") == [nil, nil, nil, "x", nil, nil])
            #expect(texts(rows, "method") == ["plain", "plain", "plain", "sam", "plain", "sam"])
            #expect(numbers(rows, "value") == [0.9, nil, 1, nil, nil, nil])
            #expect(numbers(rows, "seed") == [0, 0, 0, 0, 1, 1])
            #expect(numbers(rows, "cpu_seconds") == [1.5, 1.5, 1.5, 1e-9, nil, nil])
            let curves = try Row.fetchAll(database, sql: "SELECT * FROM v_curves ORDER BY epoch")
            #expect(numbers(curves, "epoch") == [0, 1])
            #expect(numbers(curves, "value") == [0.1, nil])
            #expect(texts(curves, "value_text") == [nil, "NaN"])
            #expect(texts(curves, "dataset") == ["moons", "moons"])
            let comment = try String.fetchOne(
                database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'v_results'")
            #expect(comment?.contains("one row per experiment, cell, part and metric") == true)
        }
    }

    @Test("ten thousand cells take seconds at most, and recording them again less") func many() throws {
        let store = try Store(path: path, mode: .readWriteCreate)
        let clock = ContinuousClock()
        let cells = Samples.cells(10_000)
        let costs = Samples.costs(cells)
        let elapsed = try clock.measure {
            for _ in 0..<2 {
                try store.record(
                    experiment: Samples.experiment, environment: Samples.environment,
                    datasets: [Samples.dataset("moons")], cells: cells, costs: costs)
            }
        }
        #expect(elapsed < .seconds(30))
        #expect(try store.results(experiment: 2).count == 10_000)
        #expect(try store.storedStatuses(of: cells.map(\.identity)).isEmpty)
    }
}
