import Foundation
import GRDB
import Primitives
import Records
import Testing

@testable import Store

@Suite("What the store answers") final class QueryTests {
    private let directory: URL
    private let store: Store
    private let cells: PlannedCells
    private let experiment: Int

    init() throws {
        directory = try Samples.temporaryDirectory()
        store = try Store(path: directory.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        (experiment, cells) = try store.recordSample(8)
    }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func record(_ cell: Int, _ outcome: Outcome) throws {
        try store.record(outcome: outcome, for: cells[cell].identity, environment: Samples.environment)
    }

    @Test("statuses by scan and by lookup are the same, whatever stands twice in the plan") func statuses()
        throws
    {
        try record(1, Samples.outcome())
        try record(3, Samples.outcome(.diverged("x")))
        let other = Samples.cells(4, dataset: "other")
        let plan = PlannedCells(Array(cells) + Array(cells) + Array(other))
        let expected: [Status.Kind?] = [nil, .completed, nil, .diverged, nil, nil, nil, nil]
        try store.read { database in
            let scanned = try Store.statusesByScan(of: plan.identities, in: database)
            let found = try Store.statusesByLookup(of: plan.identities, in: database)
            #expect(scanned == expected + expected + [nil, nil, nil, nil])
            #expect(found == scanned)
        }
        #expect(try store.statuses(of: PlannedCells()) == [])
    }

    @Test("results of experiments that share cells, far apart in the tables or close") func results() throws {
        for cell in 0..<8 { try record(cell, Samples.outcome(accuracy: Double(cell))) }
        let far = Samples.cells(40, dataset: "far")
        for (dataset, cells) in [
            ("far", far), ("moons", PlannedCells(Array(self.cells) + Array(self.cells))),
        ] {
            try store.record(
                experiment: Samples.experiment, environment: Samples.environment,
                datasets: [Samples.dataset(dataset)], cells: cells, costs: Samples.costs(cells))
        }
        try store.record(
            outcome: Samples.outcome(accuracy: 39), for: far[39].identity, environment: Samples.environment)
        let ends = PlannedCells([cells[0], far[39]])
        let last = try store.record(
            experiment: Samples.experiment, environment: Samples.environment,
            datasets: [Samples.dataset("moons"), Samples.dataset("far")], cells: ends,
            costs: Samples.costs(ends))
        func accuracies(_ experiment: Int) throws -> [Double?] {
            try store.results(experiment: experiment).map { $0.metric("accuracy", on: .test) }
        }
        let all = (0..<8).map { Double($0) as Double? }
        #expect(try accuracies(experiment) == all)
        #expect(try accuracies(3) == all + all)
        #expect(try accuracies(last) == [0, 39])
        #expect(try store.results(experiment: last).map(\.parametersDigest).allSatisfy { $0 != nil })
        #expect(try store.predecessors(experiment: last).count == 2)
    }

    @Test("keys that are far apart are looked up one by one") func sparse() throws {
        let rows = RowsByKey([7, -1, 900_000, 7, 12, 900_000, 900_000])
        let queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(
                sql: "CREATE TABLE t (k INTEGER, x INTEGER); INSERT INTO t VALUES (7, 1), (900000, 2), (8, 3)"
            )
            var seen: [[Int]] = []
            try rows.read("SELECT k, x FROM t", key: "k", from: database) {
                seen.append([$0.integer(1), $1])
            }
            #expect(seen == [[1, 0], [1, 3], [2, 2], [2, 5], [2, 6]])
        }
    }

    @Test("cells by the beginning of their identity, with the specification that they are the hash of")
    func matching() throws {
        let identity = cells[3].identity
        let cell = try #require(
            try store.cells(matching: String(identity.description.prefix(12)).uppercased()).first)
        #expect(cell.identity == identity && cell.seed == 1 && cell.costInPasses == 2)
        #expect(cell.specification == cells[3].specification.canonical.canonical)
        #expect(cell.configuration == CellConfiguration(cells[3].specification).digest)
        #expect(try store.cells(matching: "").map(\.identity) == cells.identities.sorted())
        #expect(try store.cells(matching: "", limit: 2).count == 2)
        for none in ["x", "%"] { #expect(try store.cells(matching: none).isEmpty) }
        let places = try store.places(of: identity)
        #expect(places.map(\.position) == [3] && places.map(\.labels.method) == ["sam"])
        #expect(places[0].experiment.record == Samples.experiment)
        #expect(places[0].dataset == Samples.dataset("moons"))
        #expect(try store.places(of: CellIdentity(SHA256.hash("none"))).isEmpty)
        try store.write { try $0.execute(sql: "UPDATE cells SET seed = 99 WHERE id = 4") }
        #expect(throws: BenchError.self) { try store.cells(matching: identity.description) }
    }

    @Test("attempts with everything they measured, to the bit") func attempts() throws {
        var outcome = Samples.outcome()
        outcome.predictionsDigest = SHA256.hash("p")
        outcome.predictions = [
            PartPredictions(part: .validation, width: 2, values: [1, -0.0, .infinity, 0.1])
        ]
        outcome.peakBytes = 1 << 40
        try record(0, Samples.outcome(.crashed("killed by signal 9")))
        try record(0, outcome)
        let stored = try store.attempts(of: cells[0].identity)
        #expect(stored.map(\.isCurrent) == [false, true] && stored.map(\.id) == [1, 2])
        #expect(stored[0].outcome.status == .crashed("killed by signal 9"))
        #expect(AttemptContents(stored[1].outcome) == AttemptContents(outcome))
        #expect(
            stored[1].outcome.predictions == outcome.predictions && stored[1].outcome.peakBytes == 1 << 40)
        #expect(stored[1].startedAt == "2023-11-14T22:13:20.250000Z")
        #expect(stored[1].environment == Samples.environment)
        #expect(try store.attempts(of: cells[1].identity).isEmpty)
    }

    @Test("the attempt that counts obeys the rule, and the integrity check sees where not")
    func currentAttempts() throws {
        var state: UInt64 = 7
        for _ in 0..<60 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let kind = Status.Kind.allCases[Int(state >> 33) % Status.Kind.allCases.count]
            var outcome = Samples.outcome(Status(kind: kind, cause: nil))
            // A clock that is set back now and then.
            outcome.startedAt = Double((state >> 40) % 5)
            try record(Int(state >> 45) % 4, outcome)
        }
        for cell in 0..<4 {
            let attempts = try store.attempts(of: cells[cell].identity)
            let ranks: [Status.Kind: Int] = [.completed: 2, .diverged: 1]
            let best = attempts.max {
                (ranks[$0.outcome.status.kind] ?? 0, $0.startedAt, $0.id)
                    < (ranks[$1.outcome.status.kind] ?? 0, $1.startedAt, $1.id)
            }
            #expect(attempts.filter(\.isCurrent).map(\.id) == [best?.id])
        }
        #expect(try store.integrityProblems().isEmpty)
        try store.write { database in
            try database.execute(
                sql: """
                    UPDATE current_attempts SET attempt_id = (SELECT min(id) FROM attempts WHERE id NOT IN
                        (SELECT attempt_id FROM current_attempts) AND cell_id = 1) WHERE cell_id = 1
                    """)
        }
        #expect(try store.integrityProblems().count == 1)
    }

    @Test("the integrity check names a cell that is not what its identity says") func wrongIdentity() throws {
        #expect(try store.integrityProblems().isEmpty)
        let wrong = String(repeating: "0", count: 64)
        try store.write {
            try $0.execute(sql: "UPDATE cells SET identity = ? WHERE id = 2", arguments: [wrong])
        }
        let problems = try store.integrityProblems()
        #expect(problems.count == 1 && problems[0].contains("the cell \(wrong) "))
        // Recording or merging the right one meets it.
        let error = #expect(throws: BenchError.self) { _ = try store.recordSample() }
        #expect(error?.exitCode == .data)
        #expect(error?.description.contains("is stored under another identity") == true)
    }

    @Test("the log") func events() throws {
        let event = StoredEvent(
            kind: "cell quarantined", experiment: experiment, cell: cells[1].identity, detail: ["deaths": 2],
            at: 0)
        try store.record(event: event)
        try store.record(event: StoredEvent(kind: "run ended", at: 1))
        #expect(try store.events(experiment: experiment) == [event])
        #expect(try store.events(of: cells[1].identity) == [event])
        #expect(try store.events().map(\.kind) == ["store created", "cell quarantined", "run ended"])
        #expect(throws: BenchError.self) {
            try store.record(event: StoredEvent(kind: "x", cell: CellIdentity(SHA256.hash("none"))))
        }
    }

    @Test("expected seconds are means over the completed attempts of a configuration") func durations() throws
    {
        for (cell, seconds) in [(0, 1), (2, 2), (0, 6)] {
            var outcome = Samples.outcome()
            outcome.cpuNanoseconds = seconds * 1_000_000_000
            try record(cell, outcome)
        }
        try record(1, Samples.outcome(.failed("x")))
        let digest = CellConfiguration(cells[0].specification).digest
        #expect(try store.expectedSeconds() == [digest: 3])
    }

    @Test("the view of final results has one row per cell with the primary metric") func finalView() throws {
        try record(0, Samples.outcome(accuracy: 0.75))
        try record(1, Samples.outcome(.failed("thrown")))
        try record(1, Samples.outcome(.crashed("killed")))
        let rows = try store.read {
            try Row.fetchAll($0, sql: "SELECT * FROM v_final WHERE experiment_id = 1 ORDER BY position")
        }
        #expect(rows.count == 8)
        #expect(rows.map { $0["metric"] as String? } == ["accuracy"] + Array(repeating: "accuracy", count: 7))
        #expect(rows.prefix(3).map { $0["value"] as Double? } == [0.75, 0.9, nil])
        #expect(rows.prefix(3).map { $0["status"] as String? } == ["completed", "crashed", nil])
        #expect(rows.prefix(3).map { $0["attempts"] as Int } == [1, 2, 0])
        #expect(rows[0]["parameters_sha256"] == SHA256.hash("parameters").hexadecimal)
    }
}
