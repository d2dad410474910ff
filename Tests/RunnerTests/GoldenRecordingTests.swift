import Foundation
import Primitives
import Records
import Testing

@testable import Runner
@testable import TensorCore
@testable import Training

/// Records the cells of suites/golden.yaml and suites/golden-methods.yaml for `scripts/check-arm64`; runs only where it asks.
@Suite("Recordings of golden cells")
struct GoldenRecordingTests {
    static let folder = ProcessInfo.processInfo.environment["BENCH_RECORDINGS"]

    @Test(
        "every golden cell is trained under a recorder", .enabled(if: folder != nil),
        arguments: ["golden", "golden-methods"])
    func golden(suite: String) throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let plan = try SuitePlan(path: root.appendingPathComponent("suites/\(suite).yaml").path)
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
            // What the digest is made of.
            let cellState = CellState(blueprint, data, seed: cell.specification.seed, environment)
            recorder.result(
                name,
                states: ["parameters"] + blueprint.model.states.map(\.buffer)
                    + Evaluator.states(cellState).map(\.name))
            try Data(recorder.bytes).write(
                to: URL(fileURLWithPath: Self.folder!).appendingPathComponent("cell-\(name).plans"))
        }
    }
}
