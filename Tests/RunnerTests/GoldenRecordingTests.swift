import Foundation
import Primitives
import Records
import Testing

@testable import Runner
@testable import TensorCore
@testable import Training

/// Records the cells of suites/golden.yaml for `scripts/check-arm64`; runs only where it asks.
@Suite("Recordings of golden cells")
struct GoldenRecordingTests {
    static let folder = ProcessInfo.processInfo.environment["BENCH_RECORDINGS"]

    @Test("every golden cell is trained under a recorder", .enabled(if: folder != nil))
    func golden() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let plan = try SuitePlan(path: root.appendingPathComponent("suites/golden.yaml").path)
        let environment = ExecutionEnvironment()
        for cell in plan.distinctCells {
            let data = try plan.library.prepared(cell.datasetLabel, seed: cell.specification.seed)
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            let recorder = PlanRecorder()
            let blueprint = try Catalogue.blueprint(cell.specification, data: data)
            let outcome = try PlanRecorder.$current.withValue(recorder) {
                try CellTrainer.train(
                    blueprint, on: data, settings: settings, seed: cell.specification.seed,
                    environment: environment)
            }
            #expect(outcome.parametersDigest != nil)
            let name = cell.identity.description
            recorder.result(name, states: ["parameters"] + blueprint.model.states.map(\.buffer))
            try Data(recorder.bytes).write(
                to: URL(fileURLWithPath: Self.folder!).appendingPathComponent("cell-\(name).plans"))
        }
    }
}
