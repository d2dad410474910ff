import ArgumentParser
import Foundation
import Gating
import Numerics
import Primitives
import Records
import Reporting
import Runner
import Store
import Suites

/// Whether the gate itself is put to the test, and how.
struct GateSelfTestFlags: ParsableArguments {
    @Flag(
        name: .customLong("self-test"),
        help: "Measure how often this gate cries wolf and how often it catches; needs no baseline.")
    var isChosen = false

    @Option(help: "Seeds that the gates of the self-test are drawn from; two gates' worth at least.")
    var pool = 60

    @Option(help: "Gates that the self-test decides of each kind.")
    var trials = 1_000

    func validate() throws {
        guard (1...10_000).contains(pool) else { throw ValidationError("--pool must lie in 1 ... 10000.") }
        guard (1...1_000_000).contains(trials) else {
            throw ValidationError("--trials must lie in 1 ... 1000000.")
        }
    }
}

/// `bench gate SUITE --self-test`: trains the suite, and changes of it, on a pool of seeds in a store of its own, and
/// says how often the gate cries wolf and how often it catches.
struct GateSelfTesting {
    /// The suite's file.
    var suitePath: String
    /// How much worse the primary metric may get, of a suite that does not say.
    var margin: Double?
    /// Seeds of a gate; nil for the suite's own.
    var seeds: Int?
    /// Whether a gate that cannot decide passes; nil for what the suite says.
    var inconclusivePasses: Bool?
    /// How large the test is.
    var flags: GateSelfTestFlags
    /// How cells are trained.
    var dispatch: DispatchFlags
    /// What is shown of it.
    var progress: ProgressOptions
    /// "text", "json", or a format of reports.
    var format: String

    /// Prints the self-test; throws exit code 1 where this is no gate.
    func run() throws {
        try SelfTestResult.check(format: format)
        let level = try InstructionSet.selected()
        let suite = try Suite.load(path: suitePath, vocabulary: Catalogue.vocabulary)
        try suite.checkGate(margin: margin)
        let seeds = seeds ?? suite.seeds.count
        let plans = try SelfTestPlans(suite.withSeeds(suite.seeds(atMost: max(flags.pool, 2 * seeds))))
        try plans.clean.checkSeeds()
        try plans.clean.sayChecks()
        var rules = plans.clean.gateRules(margin: margin ?? 1)
        rules.inconclusivePasses = inconclusivePasses ?? rules.inconclusivePasses
        let test = GateSelfTest(
            rules: rules, seedsPerGate: seeds, trials: flags.trials)
        let arms = try train(plans, test.rules, level)
        let result = test.run(arms) { Terminal.error("self-test: \(flags.trials) gates: \($0)\n") }
        try Terminal.output(result.document(format))
        if format != "text" { Terminal.error(result.conclusion + "\n") }
        if !result.isGate { throw ArgumentParser.ExitCode(result.exitCode.rawValue) }
    }

    /// Trains every plan in a store that is gone afterwards.
    private func train(_ plans: SelfTestPlans, _ rules: GateRules, _ level: InstructionSet) throws
        -> SelfTestArms
    {
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
            // A planted change may well make cells fail.
            var options = dispatch.options(level)
            options.failsFast = false
            let runner = SuiteRunner(
                plan, into: store, environment: environment, options: .init(dispatch: options))
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
