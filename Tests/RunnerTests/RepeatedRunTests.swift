import Foundation
import Numerics
import Primitives
import Runner
import Store
import Testing

/// A run that has nothing to do leaves the store as it is.
@Suite("Repeated runs") struct RepeatedRunTests {
    @Test("add no experiment, and remove what a killed run left beside the store")
    func repeated() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "repeated-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Momentum 0 and a whole learning rate: reals that JSON writes like integers.
        let plan = try SuitePlan(
            text: """
                version: 1
                name: again
                seeds: 2
                datasets: [{id: moons, kind: two-moons, n: 64}]
                models: [{id: m, kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 1, optimizer: {id: sgd, learning_rate: 1, momentum: 0}}
                """, path: folder.appendingPathComponent("again.yaml").path)
        let path = folder.appendingPathComponent("s.sqlite").path
        let store = try Store(path: path, mode: .readWriteCreate)
        func run() throws -> SuiteRunner.Summary {
            try SuiteRunner(
                plan, into: store, environment: EnvironmentProbe.environment(instructionSet: .best),
                options: .init(dispatch: .init(jobs: 1, isolation: .thread, instructionSet: .best))
            ).run(interruption: Interruption(), observers: [RunProgress([StatusFile()])])
        }
        let first = try run()
        #expect(first.trained == 2)
        let left = path + ".status.json"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: left))
        let second = try run()
        #expect(second.trained == 0 && second.experiment == first.experiment)
        #expect(try store.experiments().count == 1)
        #expect(!FileManager.default.fileExists(atPath: left))
    }
}
