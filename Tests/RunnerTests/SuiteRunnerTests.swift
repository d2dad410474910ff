import Foundation
import Numerics
import Primitives
import Records
import Store
import Testing

@testable import Runner

@Suite("what a run stores and tells")
struct SuiteRunnerTests {
    /// Plays events in place of training anything.
    private struct Script: Dispatcher {
        var events: [DispatchEvent]

        func run(
            _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
            handle: (DispatchEvent) throws(BenchError) -> Void
        ) throws(BenchError) -> Int {
            for event in events { try handle(event) }
            return 0
        }
    }

    /// Notes what it is told, and how many attempts the store had then.
    private final class Notes: RunObserver {
        var lines: [String] = []
        let store: Store

        init(_ store: Store) { self.store = store }

        func begin(_ overview: RunOverview) {
            lines.append("begin \(overview.positions.count) reused \(overview.reused)")
        }

        func handle(_ event: DispatchEvent) {
            switch event {
            case .began(_, let cell): lines.append("began \(cell)")
            case .ended(_, let cell, let outcome, let isFinal):
                lines.append("ended \(cell) \(outcome.status.kind.rawValue) \(isFinal) of \(count)")
            case .quarantined(let cell): lines.append("quarantined \(cell)")
            case .tick: lines.append("tick")
            default: lines.append("other")
            }
        }

        func end(remaining: Int) { lines.append("end \(remaining)") }

        private var count: Int {
            (try? store.cells(matching: "").reduce(0) { $0 + (try store.attempts(of: $1.identity).count) })
                ?? -1
        }
    }

    private let plan: SuitePlan
    private let folder: URL
    private let store: Store

    init() throws {
        plan = try SuitePlan(
            text: """
                version: 1
                name: scripted
                seeds: 4
                datasets: [{id: moons, kind: two-moons, n: 60}]
                models: [{kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 1}
                """, path: "scripted.yaml")
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try Store(path: folder.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
    }

    private func outcome(_ status: Status) -> Outcome {
        Outcome(
            status: status,
            metrics: status.kind == .completed
                ? [MetricValue(part: .test, name: "accuracy", value: 0.5)] : [],
            parametersDigest: status.kind == .completed ? SHA256.hash("p") : nil, startedAt: 1,
            wallNanoseconds: 1, cpuNanoseconds: 1)
    }

    private func run(
        _ events: [DispatchEvent], _ change: (inout SuiteRunner.Options) -> Void = { _ in }
    ) throws -> (summary: SuiteRunner.Summary, notes: [String]) {
        var options = SuiteRunner.Options(dispatch: .init(jobs: 1, instructionSet: .best))
        change(&options)
        let notes = Notes(store)
        let summary = try SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: .best),
            options: options, dispatcher: Script(events: events)
        ).run(interruption: Interruption(), observers: [notes])
        return (summary, notes.lines)
    }

    @Test("a cell that crashed and was to be tried again is a failure, not one that was never reached")
    func unsettled() throws {
        let (summary, _) = try run([
            .ended(worker: 0, cell: 1, outcome: outcome(.crashed("signal 5")), isFinal: false)
        ])
        #expect(summary.trained == 0 && summary.remaining == 3 && summary.failures == [.crashed: 1])
    }

    @Test("outcomes that come together are stored together, and told once they are")
    func groups() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let crash = outcome(.crashed("signal 5"))
        let (summary, notes) = try run([
            .began(worker: 0, cell: 0),
            .ended(worker: 0, cell: 0, outcome: outcome(.completed), isFinal: true),
            .began(worker: 0, cell: 1), .workerDied(worker: 0, cause: "signal 5"),
            .ended(worker: 0, cell: 1, outcome: crash, isFinal: false), .tick,
            .began(worker: 0, cell: 1), .quarantined(cell: 1),
            .ended(worker: 0, cell: 1, outcome: crash, isFinal: true),
        ])
        #expect(
            notes == [
                "begin 4 reused 0", "began 0", "ended 0 completed true of 2", "began 1", "other",
                "ended 1 crashed false of 2", "tick", "began 1", "quarantined 1", "ended 1 crashed true of 3",
                "end 2",
            ])
        #expect(summary.trained == 2 && summary.remaining == 2 && summary.failures == [.crashed: 1])
        let identity = plan.cells.identities[1]
        #expect(try store.attempts(of: identity).map(\.outcome.status.cause) == ["signal 5", "signal 5"])
        #expect(
            try store.events().map(\.kind).filter { $0 != "store created" } == [
                "run started", "worker died", "cell retried", "cell quarantined", "run ended",
            ])
        #expect(try store.events(of: identity).map(\.kind) == ["cell retried", "cell quarantined"])
    }

    @Test("a durable run keeps no outcome waiting")
    func durable() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let done = outcome(.completed)
        let (_, notes) = try run(
            [
                .ended(worker: 0, cell: 0, outcome: done, isFinal: true),
                .ended(worker: 0, cell: 1, outcome: done, isFinal: true),
            ]
        ) { $0.isDurable = true }
        #expect(notes.contains("ended 0 completed true of 1"))
        #expect(notes.contains("ended 1 completed true of 2"))
    }

    @Test("what is trained: the missing, failures when asked, everything by force, a selection of it")
    func missing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try run([
            .ended(worker: 0, cell: 0, outcome: outcome(.completed), isFinal: true),
            .ended(worker: 0, cell: 1, outcome: outcome(.timedOut("slow")), isFinal: true),
        ])
        func begin(_ change: (inout SuiteRunner.Options) -> Void) throws -> String {
            try run([], change).notes[0]
        }
        #expect(try begin { _ in } == "begin 2 reused 2")
        #expect(try begin { $0.retriesFailed = true } == "begin 3 reused 1")
        #expect(try begin { $0.retriesMachineFailures = true } == "begin 3 reused 1")
        #expect(try begin { $0.forces = true } == "begin 4 reused 0")
        #expect(try begin { $0.positions = [0, 3] } == "begin 1 reused 1")
        // A failure of a cell that the run is not about is none of its business.
        #expect(try run([]) { $0.positions = [0, 3] }.summary.failures.isEmpty)
    }

    @Test("a cell that diverged is tried again only where failures of every kind are")
    func diverged() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try run([
            .ended(worker: 0, cell: 0, outcome: outcome(.diverged("step 1")), isFinal: true),
            .ended(worker: 0, cell: 1, outcome: outcome(.crashed("killed")), isFinal: true),
        ])
        #expect(try run([]) { $0.retriesMachineFailures = true }.notes[0] == "begin 3 reused 1")
        #expect(try run([]) { $0.retriesFailed = true }.notes[0] == "begin 4 reused 0")
    }

    @Test("what another program trained is trained again, and its failures are no others'")
    func program() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let mine = try #require(EnvironmentProbe.executableHash)
        var other = EnvironmentProbe.environment(instructionSet: .best)
        other.binaryHash = SHA256.hash("another program")
        _ = try run([.ended(worker: 0, cell: 0, outcome: outcome(.completed), isFinal: true)])
        try store.record(outcome: outcome(.completed), for: plan.cells.identities[1], environment: other)
        let (summary, notes) = try run([
            .ended(worker: 0, cell: 0, outcome: outcome(.diverged("step 1")), isFinal: true)
        ]) { $0.program = mine }
        #expect(notes[0] == "begin 3 reused 1")
        #expect(summary.failures == [.diverged: 1] && summary.trained == 1)
        let kinds = try store.results(experiment: summary.experiment, program: mine).map { $0.kind }
        #expect(kinds == [.completed, .diverged, nil, nil])
        // Of all programs the completed attempt still counts.
        #expect(try store.results(experiment: summary.experiment)[1].kind == .completed)
        #expect(try run([]).notes[0] == "begin 2 reused 2")
    }

    @Test("a store that fails ends the run with its error")
    func failingStore() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        store.close()
        #expect(throws: BenchError.self) {
            try run([.ended(worker: 0, cell: 0, outcome: outcome(.completed), isFinal: true)])
        }
    }
}
