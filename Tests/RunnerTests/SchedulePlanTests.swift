import Primitives
import Testing

@testable import Runner

@Suite("Schedules that follow a loss, in plans")
struct SchedulePlanTests {
    private func plan(_ monitor: String, validation: Double) throws -> SuitePlan {
        try SuitePlan(
            text: """
                version: 1
                name: test
                seeds: 1
                datasets: [{id: moons, kind: two-moons, n: 60}]
                models: [{kind: mlp, hidden: [4]}]
                methods:
                  - baseline
                  - {id: sgd, learning_rate: {schedule: plateau, value: 0.1, monitor: \(monitor)}}
                training: {epochs: 2}
                protocol: {split: {scheme: holdout, test: 0.25, validation: \(validation)}}
                """, path: "test.yaml")
    }

    @Test("one that follows the validation loss is refused where there are no validation rows")
    func refused() throws {
        let error = try #require(throws: BenchError.self) { try plan("validation", validation: 0) }
        #expect(error.diagnostics.count == 1)
        #expect(error.diagnostics[0].message.contains("follows the loss on validation rows"))
        #expect(
            error.diagnostics[0].remedy
                == "give the split (under protocol, or the dataset's own) validation: 0.1 or another share, "
                + "or monitor: train")
        #expect(try plan("train", validation: 0).cells.count == 2)
        #expect(try plan("validation", validation: 0.2).cells.count == 2)
    }
}
