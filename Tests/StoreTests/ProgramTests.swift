import Foundation
import Primitives
import Records
import Testing

@testable import Store

@Suite("The attempts of one program") final class ProgramTests {
    private let directory: URL
    private let store: Store
    private let cells: PlannedCells
    private let experiment: Int
    private let old = SHA256.hash("old program")
    private let new = SHA256.hash("new program")

    init() throws {
        directory = try Samples.temporaryDirectory()
        store = try Store(path: directory.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        (experiment, cells) = try store.recordSample(6)
    }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func record(
        _ cell: Int, _ outcome: Outcome, by program: Digest?, host: String = "host"
    ) throws {
        var environment = Samples.environment
        environment.binaryHash = program
        environment.host = host
        try store.record(outcome: outcome, for: cells[cell].identity, environment: environment)
    }

    private func accuracies(_ program: Digest?) throws -> [Double?] {
        try store.results(experiment: experiment, program: program).map { $0.metric("accuracy", on: .test) }
    }

    @Test("what another program completed hides neither a failure nor a value of this one") func hiding()
        throws
    {
        try record(0, Samples.outcome(accuracy: 0.9), by: old)
        var diverged = Samples.outcome(.diverged("step 3"))
        diverged.metrics = []
        try record(0, diverged, by: new)
        try record(1, Samples.outcome(accuracy: 0.8), by: new)
        try record(1, Samples.outcome(accuracy: 0.7), by: old)
        try record(2, Samples.outcome(accuracy: 0.6), by: old)
        try record(3, Samples.outcome(accuracy: 0.5), by: nil)

        #expect(try accuracies(new) == [nil, 0.8, nil, nil, nil, nil])
        #expect(try accuracies(old) == [0.9, 0.7, 0.6, nil, nil, nil])
        #expect(
            try store.statuses(of: cells, program: new) == [.diverged, .completed, nil, nil, nil, nil])
        let rows = try store.results(experiment: experiment, program: new)
        #expect(rows[0].status == .diverged("step 3"))
        #expect(rows.map { $0.parametersDigest != nil } == [true, true, false, false, false, false])
        // As ever where no program is named: completed before diverged, the latest among equals.
        #expect(try accuracies(nil) == [0.9, 0.7, 0.6, 0.5, nil, nil])
        #expect(
            try store.statuses(of: cells) == [.completed, .completed, .completed, .completed, nil, nil])
    }

    @Test("among one program's attempts the usual rule decides, wherever they were made") func rule() throws {
        var late = Samples.outcome(accuracy: 0.2)
        late.startedAt += 10
        try record(0, late, by: new, host: "a")
        try record(0, Samples.outcome(accuracy: 0.1), by: new, host: "b")
        try record(0, Samples.outcome(.failed("x"), accuracy: 0), by: new, host: "c")
        #expect(try accuracies(new)[0] == 0.2)
        #expect(try store.statuses(of: cells, program: new)[0] == .completed)
        #expect(try store.statuses(of: cells, program: SHA256.hash("third")).allSatisfy { $0 == nil })
    }

    @Test("other programs' attempts before one's own, however they ended; what is one's own alone is counted")
    func others() throws {
        var failed = Samples.outcome(.failed("x"))
        failed.metrics = []
        try record(0, Samples.outcome(accuracy: 0.9), by: new)
        try record(0, failed, by: old)
        try record(1, Samples.outcome(accuracy: 0.8), by: new)
        try record(1, Samples.outcome(accuracy: 0.7), by: nil)
        try record(2, Samples.outcome(accuracy: 0.6), by: new)
        try record(3, Samples.outcome(accuracy: 0.5), by: old)
        let (table, own) = try store.results(experiment: experiment, preferringOthersTo: new)
        #expect(table.map { $0.metric("accuracy", on: .test) } == [nil, 0.7, 0.6, 0.5, nil, nil])
        #expect(table[0].kind == .failed && own == 1)
        #expect(try store.results(experiment: experiment, preferringOthersTo: SHA256.hash("third")).own == 0)
    }

    @Test("cells that stand far apart in the store are found by search") func sparse() throws {
        let far = Samples.cells(60, dataset: "far")
        try store.record(
            experiment: Samples.experiment, environment: Samples.environment,
            datasets: [Samples.dataset("far")], cells: far, costs: Samples.costs(far))
        var environment = Samples.environment
        environment.binaryHash = new
        for cell in [0, 59] {
            try store.record(
                outcome: Samples.outcome(accuracy: Double(cell)), for: far[cell].identity,
                environment: environment)
        }
        try record(0, Samples.outcome(accuracy: 7), by: new)
        let ends = PlannedCells([cells[0], far[59]])
        let last = try store.record(
            experiment: Samples.experiment, environment: Samples.environment,
            datasets: [Samples.dataset("moons"), Samples.dataset("far")], cells: ends,
            costs: Samples.costs(ends))
        let values = try store.results(experiment: last, program: new).map {
            $0.metric("accuracy", on: .test)
        }
        #expect(values == [7, 59])
    }
}
