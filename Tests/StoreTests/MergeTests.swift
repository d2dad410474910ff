import Foundation
import GRDB
import Primitives
import Records
import Testing

@testable import Store

@Suite("Merging stores") final class MergeTests {
    private let directory: URL

    init() throws { directory = try Samples.temporaryDirectory() }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func store(_ name: String) throws -> Store {
        try Store(path: directory.appendingPathComponent(name).path, mode: .readWriteCreate)
    }

    /// A store with an attempt at each of these cells of the sample; the moment tells shards apart.
    private func shard(
        _ name: String, cells chosen: [Int], of count: Int = 6, startedAt: Double = 0,
        changing change: (inout Outcome) -> Void = { _ in }
    ) throws -> Store {
        let store = try store(name)
        let (id, cells) = try store.recordSample(count)
        for cell in chosen {
            var outcome = Samples.outcome(accuracy: Double(cell) / 10)
            outcome.predictionsDigest = SHA256.hash("predictions \(cell)")
            outcome.predictions = [PartPredictions(part: .test, width: 1, values: [.nan, Float(cell)])]
            outcome.startedAt = startedAt
            change(&outcome)
            try store.record(outcome: outcome, for: cells[cell].identity, environment: Samples.environment)
        }
        try store.record(
            event: StoredEvent(kind: "run ended", experiment: id, cell: cells[0].identity, at: 1))
        return store
    }

    /// All that reports are made of, without numbers of rows.
    private func contents(_ store: Store, _ experiment: Int = 1) throws -> [String] {
        try store.results(experiment: experiment).map { row in
            let curve = try store.curves(row.identity).map { "\($0.epoch)\($0.name)\($0.value.bitPattern)" }
            let attempts = try store.attempts(of: row.identity).filter(\.isCurrent).map {
                "\($0.startedAt)\($0.outcome.predictions.map(\.values.count))\($0.outcome.predictionsDigest!)"
            }
            return "\(row.identity) \(row.labels) \(row.kind as Any) \(row.metrics) \(curve) \(attempts)"
        }
    }

    @Test("two shards make the whole, in either order, and again nothing") func shards() throws {
        let first = try shard("first", cells: [0, 2, 4])
        let second = try shard("second", cells: [1, 3, 5])
        let whole = try contents(shard("whole", cells: [0, 1, 2, 3, 4, 5]))
        for (name, order) in [("ab", [first, second]), ("ba", [second, first])] {
            let merged = try store(name)
            var summaries = try order.map { try merged.merge(from: $0) }
            #expect(summaries.map(\.experiments) == [1, 0] && summaries.map(\.cells) == [6, 0])
            #expect(summaries.map(\.attempts) == [3, 3] && summaries.map(\.events) == [1, 0])
            #expect(try contents(merged) == whole)
            let events = try merged.events().map(\.kind)
            #expect(events == ["store created", "run ended", "store merged", "store merged"])
            summaries = try order.map { try merged.merge(from: $0) }
            #expect(summaries.allSatisfy { $0.experiments + $0.cells + $0.attempts + $0.events == 0 })
            #expect(summaries.map(\.repeatedAttempts) == [3, 3] && summaries.allSatisfy(\.conflicts.isEmpty))
            #expect(try merged.events().count == 4)
            #expect(try merged.experiments().count == 1)
            #expect(try merged.integrityProblems().isEmpty)
        }
    }

    @Test("overlapping shards agree whichever comes first; a completed attempt counts before a later crash")
    func overlap() throws {
        let done = try shard("done", cells: [0, 1])
        let crashed = try shard("crashed", cells: [1, 2], startedAt: 5) { $0.status = .crashed("killed") }
        let later = try shard("later", cells: [0, 2], startedAt: 9) { $0.status = .failed("thrown") }
        var seen: Set<[String]> = []
        for (name, order) in [
            ("1", [done, crashed, later]), ("2", [later, crashed, done]), ("3", [crashed, done, later]),
        ] {
            let merged = try store(name)
            for shard in order { #expect(try merged.merge(from: shard).conflicts.isEmpty) }
            seen.insert(try contents(merged))
            let kinds = try merged.results(experiment: 1).map(\.kind)
            #expect(kinds == [.completed, .completed, .failed, nil, nil, nil])
        }
        #expect(seen.count == 1)
    }

    @Test("one bit of a metric, a curve or a digest is a conflict, told by name, and nothing is lost")
    func conflicts() throws {
        let changes: [(String, (inout Outcome) -> Void)] = [
            ("metric accuracy (test)", { $0.metrics[1].value = $0.metrics[1].value.nextUp }),
            ("metric accuracy (train)", { $0.metrics.removeLast() }),
            ("curve loss (train)", { $0.curves[1].value = $0.curves[1].value.nextDown }),
            ("parameters", { $0.parametersDigest = SHA256.hash("other") }),
            ("predictions", { $0.predictionsDigest = SHA256.hash("other") }),
        ]
        for (number, (name, change)) in changes.enumerated() {
            let right = try shard("right\(number)", cells: [3])
            // The moment is the same: a copy that was tampered with.
            let wrong = try shard("wrong\(number)", cells: [3], changing: change)
            let merged = try store("merged\(number)")
            #expect(try merged.merge(from: right).conflicts.isEmpty)
            let identity = try merged.results(experiment: 1)[3].identity
            let expected = MergeConflict(
                identity: identity, label: "moons / mlp / sam / seed 1", differences: [name])
            #expect(try merged.merge(from: wrong).conflicts == [expected])
            #expect(try merged.attempts(of: identity).count == 2)
            let again = try merged.merge(from: wrong)
            #expect(again.conflicts == [expected] && again.attempts == 0)
        }
    }

    @Test("attempts that diverged conflict like those that completed, and both with each other")
    func divergedConflicts() throws {
        let done = try shard("done", cells: [3])
        let wild = try shard("wild", cells: [3]) { $0.status = .diverged("NaN") }
        let other = try shard("other", cells: [3]) {
            $0.status = .diverged("NaN")
            $0.curves[1].value = $0.curves[1].value.nextDown
        }
        let lost = try shard("lost", cells: [3], startedAt: 9) { $0.status = .timedOut("slow") }
        let merged = try store("merged")
        #expect(try merged.merge(from: wild).conflicts.isEmpty)
        #expect(try merged.merge(from: lost).conflicts.isEmpty)
        #expect(try merged.merge(from: other).conflicts.map(\.differences) == [["curve loss (train)"]])
        #expect(try merged.results(experiment: 1)[3].kind == .diverged)
        let found = try merged.merge(from: done).conflicts.map(\.differences)
        #expect(found == [["curve loss (train)", "status"]])
    }

    @Test("the latest experiment is the one that began last, whichever was merged first") func latest() throws
    {
        let cells = Samples.cells(2)
        func shard(_ name: String, at moment: Double) throws -> Store {
            let store = try store(name)
            var experiment = Samples.experiment
            experiment.suitePath = name + ".yaml"
            _ = try store.record(
                experiment: experiment, environment: Samples.environment,
                datasets: [Samples.dataset("moons")], cells: cells, costs: Samples.costs(cells),
                createdAt: moment)
            return store
        }
        let (old, new) = (try shard("old", at: 1), try shard("new", at: 2))
        for (name, order) in [("ab", [old, new]), ("ba", [new, old])] {
            let merged = try store(name)
            for shard in order { _ = try merged.merge(from: shard) }
            #expect(try merged.latestExperiment()?.record.suitePath == "new.yaml")
            #expect(try merged.latestExperiment(named: "decay")?.record.suitePath == "new.yaml")
            #expect(try merged.experiments().map(\.record.suitePath) == ["old.yaml", "new.yaml"])
            let places = try merged.places(of: cells[0].identity)
            #expect(places.map(\.experiment.record.suitePath) == ["old.yaml", "new.yaml"])
        }
    }

    @Test("experiments of other cells, names or datasets are others") func experiments() throws {
        let few = try shard("few", cells: [0], of: 4)
        let many = try shard("many", cells: [1], of: 6)
        let merged = try store("merged")
        for shard in [few, many, few] { _ = try merged.merge(from: shard) }
        #expect(try merged.experiments().count == 2)
        #expect(try merged.results(experiment: 1).map(\.kind) == [.completed, .completed, nil, nil])
        let (datasets, record) = try (many.datasets(experiment: 1), many.experiment(1)?.record)
        #expect(try merged.datasets(experiment: 2) == datasets)
        #expect(try merged.experiment(2)?.record == record)
        #expect(try merged.events(experiment: 2).map(\.kind) == ["run ended"])
        #expect(throws: BenchError.self) { try merged.merge(from: merged) }
    }

    @Test("more attempts than one transaction takes") func many() throws {
        let shard = try store("shard")
        let (_, cells) = try shard.recordSample(1300)
        try shard.record(
            outcomes: cells.identities.map { RecordedOutcome(identity: $0, outcome: Samples.outcome()) },
            environment: Samples.environment)
        let merged = try store("merged")
        #expect(try merged.merge(from: shard).attempts == 1300)
        #expect(try merged.statuses(of: cells) == Array(repeating: .completed, count: 1300))
    }
}
