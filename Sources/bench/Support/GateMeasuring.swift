import ArgumentParser
import Foundation
import Gating
import Numerics
import Primitives
import Records
import Runner
import Store
import Suites

/// Measures a suite with this very program: trains what it has not trained yet, and reads back what it did.
struct GateMeasuring {
    let plan: SuitePlan
    let store: Store
    let dispatch: DispatchFlags
    let progress: ProgressOptions
    let retriesFailed: Bool
    let retriesMachineFailures: Bool
    private let level: InstructionSet
    /// The executable, so that no other program's results are taken for its own.
    private let program: Digest
    private let interruption = Interruption()

    init(
        _ plan: SuitePlan, into store: Store, dispatch: DispatchFlags, progress: ProgressOptions,
        retriesFailed: Bool, retriesMachineFailures: Bool = false
    ) throws(BenchError) {
        self.plan = plan
        self.store = store
        self.dispatch = dispatch
        self.progress = progress
        self.retriesFailed = retriesFailed
        self.retriesMachineFailures = retriesMachineFailures
        program = try Self.executable()
        level = try InstructionSet.selected()
        interruption.listenAndSay()
    }

    /// The SHA-256 of this program.
    static func executable() throws(BenchError) -> Digest {
        if let program = EnvironmentProbe.executableHash { return program }
        throw BenchError(
            .internal, "this program cannot read its own file, so it cannot tell its results from others'",
            remedy: "make the executable readable")
    }

    /// Trains what is missing of the cells at `positions`; returns the experiment's number.
    ///
    /// Throws exit code 130 when interrupted, and `.cellsFailed` where --fail-fast left cells out.
    func train(_ positions: [Int]? = nil) throws -> Int {
        let runner = SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: level),
            options: .init(
                dispatch: dispatch.options(level), positions: positions, retriesFailed: retriesFailed,
                retriesMachineFailures: retriesMachineFailures, program: program))
        let summary = try runner.run(interruption: interruption, observers: progress.observers())
        Terminal.error(summary.text(store: store.path))
        guard summary.remaining > 0 else { return summary.experiment }
        if summary.isInterrupted { throw Self.interrupted }
        throw BenchError(
            .cellsFailed, "the run stopped at a failed cell, before all were trained",
            remedy: "leave out --fail-fast")
    }

    /// What the configurations cost, as far as the rules ask for it.
    func costs(
        _ rules: GateRules
    ) throws -> [GateMeasurements.Labels: [GateRules.Cost: [Double]]] {
        let asked = Set(rules.costs.map(\.cost))
        guard !asked.isEmpty else { return [:] }
        if asked.contains(.speed) { Terminal.error("measuring the speed of training\n") }
        let costs: [Int: [GateRules.Cost: [Double]]]
        do {
            let interruption = interruption
            costs = try CostProbe(plan, on: level).costs(
                asked, shouldStop: { interruption.isRequested })
        } catch is CancellationError {
            throw Self.interrupted
        }
        var named: [GateMeasurements.Labels: [GateRules.Cost: [Double]]] = [:]
        for (number, configuration) in plan.cells.configurations.enumerated() {
            named[configuration.gateLabels] = costs[number]
        }
        return named
    }

    /// What this program gave in the experiment with that number.
    func measurements(
        experiment: Int, _ rules: GateRules,
        costs: [GateMeasurements.Labels: [GateRules.Cost: [Double]]]
    ) throws(BenchError) -> GateMeasurements {
        do throws(BenchError) {
            return try GateMeasurements(
                suite: plan.suite.name, programVersion: EnvironmentProbe.programVersion,
                numericsVersion: NumericsVersion.current,
                results: store.results(experiment: experiment, program: program),
                specifications: store.gateSpecifications(experiment: experiment),
                measures: rules.metrics.map(\.measure), costs: costs)
        } catch {
            throw error.located(in: plan.suite.path)
        }
    }

    static let interrupted = ArgumentParser.ExitCode(Primitives.ExitCode.interrupted.rawValue)
}

extension PlannedConfiguration {
    /// Its names as a gate has them.
    var gateLabels: GateMeasurements.Labels {
        .init(dataset: datasetLabel, model: modelLabel, method: methodLabel)
    }
}

extension Store {
    /// The canonical configurations of an experiment, by their number in its results.
    func gateSpecifications(experiment: Int) throws(BenchError) -> [JSONValue] {
        try predecessors(experiment: experiment).map { configuration throws(BenchError) in
            guard let value = try? JSONParser.parse(configuration.specification) else {
                throw BenchError(
                    .data, "the store \"\(path)\" is damaged: a configuration is no JSON",
                    remedy: "restore it from a copy")
            }
            return value
        }
    }
}
