import Foundation
import Numerics
import Primitives
import Records
import Store
import Suites
import Synchronization
import Training

/// Runs the cells of a suite that the store does not have yet, in parallel, and stores each as it ends.
public struct SuiteRunner: Sendable {
    /// What to do.
    public struct Options: Sendable {
        /// How many cells are trained at once.
        public var jobs: Int
        /// Whether cells whose stored attempt failed are tried again.
        public var retriesFailed: Bool
        /// Which kernels run.
        public var instructionSet: InstructionSet

        /// Options.
        public init(jobs: Int, retriesFailed: Bool = false, instructionSet: InstructionSet) {
            self.jobs = jobs
            self.retriesFailed = retriesFailed
            self.instructionSet = instructionSet
        }
    }

    /// What came of it.
    public struct Summary: Sendable {
        /// The experiment's number in the store.
        public var experiment: Int
        /// Cells of the suite.
        public var total: Int
        /// Cells that were stored already.
        public var reused: Int
        /// Cells trained now.
        public var trained: Int
        /// Cells of the suite whose stored result is a failure, by kind.
        public var failures: [Status.Kind: Int]
        /// Cells never reached because of an interruption.
        public var remaining: Int
        /// Wall-clock seconds.
        public var seconds: Double
    }

    private let plan: SuitePlan
    private let store: Store
    private let environment: Environment
    private let options: Options

    /// A runner of `plan` into `store`.
    public init(_ plan: SuitePlan, into store: Store, environment: Environment, options: Options) {
        self.plan = plan
        self.store = store
        self.environment = environment
        self.options = options
    }

    /// Those of `cells` that have to be trained.
    private func missing(of cells: [PlannedCell]) throws(BenchError) -> [PlannedCell] {
        let stored = try store.storedStatuses(of: cells.map(\.identity))
        return cells.filter { cell in
            guard let status = stored[cell.identity] else { return true }
            return options.retriesFailed && status.kind != .completed
        }
    }

    /// Trains what is missing.
    ///
    /// When `interruption` asks, cells in flight end and the rest remains.
    public func run(interruption: Interruption, progress: any ProgressReporter) throws(BenchError) -> Summary
    {
        let began = ContinuousClock.now
        let cells = plan.distinctCells
        let missing = try missing(of: cells)
        let experiment = try experiment(isRepeated: missing.isEmpty)
        let queue = CellQueue(missing, workers: options.jobs)
        let executor = CellExecutor(instructionSet: options.instructionSet, jobs: options.jobs)
        for dataset in plan.suite.datasets { executor.adopt(plan.library.treated(dataset.label)) }
        for _ in 0..<options.jobs { startWorker(queue, executor, interruption) }

        progress.begin(total: missing.count, reused: cells.count - missing.count)
        var trained = 0
        var failure: BenchError?
        while let outcomes = queue.collect() {
            if interruption.isRequested { queue.close() }
            for (cell, outcome) in outcomes where failure == nil {
                do throws(BenchError) {
                    try store.record(outcome: outcome, for: cell.identity, environment: environment)
                    trained += 1
                    progress.finished(cell, outcome)
                } catch {
                    failure = error
                    queue.close()
                }
            }
            progress.tick()
        }
        progress.end()
        if let failure { throw failure }
        let statuses = try store.storedStatuses(of: cells.map(\.identity))
        let failures = statuses.values.filter { $0.kind != .completed }
        return Summary(
            experiment: experiment, total: cells.count, reused: cells.count - missing.count, trained: trained,
            failures: Dictionary(failures.map { ($0.kind, 1) }, uniquingKeysWith: +),
            remaining: missing.count - trained, seconds: (ContinuousClock.now - began) / .seconds(1))
    }

    /// The experiment's number: a new one, or the last where the same suite is run again and nothing is new.
    private func experiment(isRepeated: Bool) throws(BenchError) -> Int {
        if isRepeated, let latest = try store.latestExperiment(named: plan.suite.name),
            latest.record == plan.experiment
        {
            return latest.id
        }
        return try store.record(
            experiment: plan.experiment, environment: environment, datasets: plan.datasets, cells: plan.cells,
            costs: plan.costs)
    }

    private func startWorker(
        _ queue: CellQueue, _ executor: CellExecutor, _ interruption: Interruption
    ) {
        let thread = Thread {
            FloatingPointEnvironment.makeStandard()
            while let cell = queue.take() {
                let request = CellRequest(cell, of: self.plan)
                guard
                    let outcome = executor.execute(request, shouldStop: { interruption.isImmediate })
                else { break }
                queue.finish(cell, outcome)
            }
            queue.leave()
        }
        thread.name = "bench worker"
        thread.stackSize = 16 << 20
        thread.start()
    }
}
