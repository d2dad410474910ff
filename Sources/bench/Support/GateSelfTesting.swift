import ArgumentParser
import Datasets
import Foundation
import Gating
import Numerics
import Primitives
import Records
import Reporting
import Runner
import Store
import Suites

/// `bench gate SUITE --self-test`: trains the suite, and changes of it, on a pool of seeds in a store of its own, and
/// says how often the gate cries wolf and how often it catches.
struct GateSelfTesting {
    /// The suite's file.
    var suitePath: String
    /// The suite's rules.
    var rules: GateRules
    /// Seeds of the pool; at least two gates' worth are taken.
    var pool: Int
    /// Gates per line.
    var trials: Int
    /// How cells are trained.
    var dispatch: DispatchFlags
    /// What is shown of it.
    var progress: ProgressOptions
    /// "text", "json", or a format of reports.
    var format: String

    /// Prints the self-test; throws exit code 1 where this is no gate.
    func run() throws {
        let level = try InstructionSet.selected()
        let suite = try Suite.load(path: suitePath, vocabulary: Catalogue.vocabulary)
        let test = GateSelfTest(rules: rules, seedsPerGate: suite.seeds.count, trials: trials)
        let plans = try SelfTestPlans(
            suite.withSeeds(suite.seeds(atMost: max(pool, test.leastPool))))
        let checks = try plans.clean.dataChecks()
        for warning in checks.warnings { Terminal.error(warning + "\n") }
        if let refusal = checks.refusal(isStrict: false) { throw refusal }
        let arms = try train(plans, level)
        let result = test.run(arms) { Terminal.error("self-test: \(trials) gates: \($0)\n") }
        try Terminal.output(result.document(format))
        if format != "text" { Terminal.error(result.verdictLine + "\n") }
        if !result.isGate { throw ArgumentParser.ExitCode(result.exitCode.rawValue) }
    }

    /// Trains every plan in a store that is gone afterwards.
    private func train(_ plans: SelfTestPlans, _ level: InstructionSet) throws -> SelfTestArms {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-self-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(
            path: folder.appendingPathComponent("cells.sqlite").path, mode: .readWriteCreate)
        defer { store.close() }
        let environment = EnvironmentProbe.environment(instructionSet: level)
        let interruption = Interruption()
        interruption.listen { _ in Terminal.error("\ninterrupted\n") }
        let sides = try plans.all.map { title, plan in
            Terminal.error("self-test: training \(plan.cells.distinctPositions.count) cells: \(title)\n")
            let runner = SuiteRunner(
                plan, into: store, environment: environment, options: .init(dispatch: dispatch.options(level))
            )
            let summary = try runner.run(interruption: interruption, observers: progress.observers())
            if summary.isInterrupted {
                throw ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue)
            }
            let results = try store.results(experiment: summary.experiment)
            return try GateMeasurements(
                suite: plan.suite.name, programVersion: EnvironmentProbe.programVersion,
                numericsVersion: NumericsVersion.current, results: results,
                specifications: results.labels.map { _ in .null }, measures: rules.metrics.map(\.measure))
        }
        return SelfTestArms(
            clean: sides[0], restarted: sides[1],
            planted: zip(plans.planted, sides.dropFirst(2)).map {
                .init(id: $0.regression.id, summary: $0.regression.summary, measurements: $1)
            },
            omitted: plans.omitted.map { .init(id: $0.id, reason: $0.reason) })
    }
}
