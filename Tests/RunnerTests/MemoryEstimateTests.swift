import Datasets
import Foundation
import Primitives
import Records
import Suites
import TensorCore
import Testing
import Training

@testable import Runner

/// What is asked about memory before a cell is trained.
@Suite("Memory estimates")
struct MemoryEstimateTests {
    static let suites = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("suites")

    @Test(
        "the bound that spares compilation lies above what the compiled plans need",
        arguments: ["golden", "models"])
    func bound(_ name: String) throws {
        let plan = try SuitePlan(path: Self.suites.appendingPathComponent("\(name).yaml").path)
        let cache = PlanCache()
        var asked: Set<[String]> = []
        for cell in plan.distinctCells
        where asked.insert([cell.datasetLabel, cell.modelLabel, cell.methodLabel]).inserted {
            let data = try plan.library.prepared(cell.datasetLabel, seed: cell.specification.seed)
            let blueprint = try Catalogue.blueprint(cell.specification, data: data)
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            let bound = MemoryEstimate.bound(
                blueprint, data, batchSize: settings.batchSize, passes: plan.cost(of: cell))
            let needed = blueprint.memory(settings, on: data, cache: cache)
            #expect(
                needed < bound, "\(cell.datasetLabel), \(cell.modelLabel), \(cell.methodLabel): \(needed)")
        }
    }

    @Test("operations that no 64-bit integer can count are counted")
    func hugeStep() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let suite = folder.appendingPathComponent("huge.yaml")
        try """
        version: 1
        name: huge
        seeds: 1
        datasets: [{id: moons, kind: two-moons, n: 1000000}]
        models: [{kind: residual-mlp, width: 65536, blocks: 64, hidden_factor: 100}]
        methods: [baseline]
        training: {epochs: 1, batch_size: 600000}
        """.write(to: suite, atomically: true, encoding: .utf8)
        let text = try PlanExplanation(SuitePlan(path: suite.path)).text
        // Two products per block of 65536 × 6553600, forward and twice backward, two operations each.
        let least = 64.0 * 2 * 3 * 2 * 65_536 * 6_553_600 * 600_000
        let line = try #require(text.split(separator: "\n").first { $0.contains("operations a step") })
        let words = line.split(separator: " ")
        let index = try #require(words.firstIndex(of: "floating-point"))
        let count = try #require(Double(words[index - 1]))
        #expect(count > least && count < 1.01 * least, "\(line)")
    }
}
