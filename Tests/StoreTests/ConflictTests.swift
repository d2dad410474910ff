import Foundation
import Primitives
import Records
import Store
import Testing

@Suite("Attempts with different bits") final class ConflictTests {
    private let directory: URL
    private let store: Store
    private let cells: PlannedCells
    private let experiment: Int

    init() throws {
        directory = try Samples.temporaryDirectory()
        store = try Store(path: directory.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate)
        (experiment, cells) = try store.recordSample(4)
    }
    deinit { try? FileManager.default.removeItem(at: directory) }

    private func record(
        _ cell: Int, _ status: Status = .completed, parameters: String, predictions: String = "p"
    )
        throws
    {
        var outcome = Samples.outcome(status)
        outcome.parametersDigest = SHA256.hash(parameters)
        outcome.predictionsDigest = SHA256.hash(predictions)
        try store.record(outcome: outcome, for: cells[cell].identity, environment: Samples.environment)
    }

    @Test("are found by cell, and equal or unfinished attempts are none") func conflicts() throws {
        #expect(try store.conflicts(experiment: experiment).isEmpty)
        try record(2, parameters: "a")
        try record(2, parameters: "a")
        try record(1, .diverged("x"), parameters: "a")
        try record(1, parameters: "b")
        #expect(try store.conflicts(experiment: experiment).isEmpty)
        try record(2, parameters: "c", predictions: "q")
        try record(0, parameters: "a", predictions: "p")
        try record(0, parameters: "a", predictions: "q")
        #expect(try store.conflicts(experiment: experiment) == [cells[0].identity, cells[2].identity])
        #expect(try store.conflicts(experiment: experiment + 1).isEmpty)
    }
}
