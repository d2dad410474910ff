import Foundation
import Numerics
import Primitives
import Records
import Store
import Testing

@testable import Runner

@Suite("Suite plans and runs")
struct SuitePlanTests {
    private func plan(_ text: String) throws -> SuitePlan { try SuitePlan(text: text, path: "test.yaml") }

    private func suite(methods: String = "[baseline, mixup]", training: String = "{epochs: 2}") -> String {
        """
        version: 1
        name: test
        seeds: 2
        datasets: [{id: moons, kind: two-moons, n: 60}]
        models: [{kind: mlp, hidden: [4]}]
        methods: \(methods)
        training: \(training)
        """
    }

    private func run(_ plan: SuitePlan, _ store: Store, jobs: Int = 2) throws -> SuiteRunner.Summary {
        try SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: .best),
            options: .init(dispatch: .init(jobs: jobs, isolation: .thread, instructionSet: .best))
        ).run(interruption: Interruption())
    }

    private func withStore<T>(_ body: (Store) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(Store(path: folder.appendingPathComponent("s.sqlite").path, mode: .readWriteCreate))
    }

    @Test("the probe's bits are the published ones on every level of this machine")
    func probe() throws {
        for level in InstructionSet.allCases where level.isAvailable {
            #expect(
                try DeterminismProbe.digest(on: level).hexadecimal == DeterminismProbe.published, "\(level)")
        }
    }

    @Test("methods of the same optimiser written out and by default are one cell")
    func identity() throws {
        let plan = try plan(suite(methods: "[baseline, {name: written out, stack: [sgd]}]"))
        #expect(plan.cells.count == 4)
        #expect(Set(plan.cells.map(\.identity)).count == 2)
        try withStore { store in
            let summary = try run(plan, store)
            #expect(summary.total == 2 && summary.trained == 2)
            #expect(try store.results(experiment: summary.experiment).count == 4)
        }
    }

    @Test("what is stored is what the report gets: metrics of all parts, curves, digest")
    func stored() throws {
        let plan = try plan(suite())
        try withStore { store in
            let summary = try run(plan, store)
            for row in try store.results(experiment: summary.experiment) {
                #expect(row.status == .completed)
                #expect(row.parametersDigest != nil)
                for part in DataPart.allCases {
                    for metric in ["accuracy", "log_loss", "brier"] {
                        let value = try #require(row.metric(metric, on: part))
                        #expect(value.isFinite && value >= 0)
                    }
                }
                let curves = try store.curves(row.identity)
                #expect(curves.count { $0.name == "loss" } == 2)
                #expect(curves.count { $0.name == "accuracy" && $0.part == .validation } == 2)
                #expect(!curves.contains { $0.part == .test }, "the test part is looked at once, at the end")
            }
        }
    }

    @Test("costs multiply along the stack")
    func costs() throws {
        let plan = try plan(suite(methods: "[baseline, sam, {name: both, stack: [mixup, sam]}]"))
        #expect(plan.cells.map { plan.cost(of: $0) } == [1, 1, 2, 2, 2, 2])
    }

    @Test("durations read well", arguments: [(2.44, "2.4 s"), (200, "3 min 20 s"), (3900, "1 h 05 min")])
    func durations(seconds: Double, expected: String) {
        #expect(ProgressText.duration(seconds) == expected)
    }
}
