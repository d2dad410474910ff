import Foundation
import Numerics
import Primitives
import Records
import Store
import Suites
import Training

/// Runs the cells of a suite that the store does not have yet, in parallel, and stores each as it ends.
public struct SuiteRunner: Sendable {
    /// What to do.
    public struct Options: Sendable {
        /// How cells are spread over workers.
        public var dispatch: DispatchOptions
        /// The places in the plan of the cells that the run is about; nil for all.
        public var positions: [Int]?
        /// Whether cells whose stored attempt failed are tried again.
        public var retriesFailed: Bool
        /// Whether those of them are that may have failed because of the machine.
        public var retriesMachineFailures: Bool
        /// Whether cells that are stored are trained again.
        public var forces: Bool
        /// Whether what models say of held-out rows is stored too.
        public var keepsPredictions: Bool
        /// Whether every outcome is on the disk before the next one is taken.
        public var isDurable: Bool
        /// The SHA-256 of the executable whose attempts alone count as stored; nil for any.
        ///
        /// What other programs made stays in the store beside what is trained now.
        public var program: Digest?

        /// Options.
        public init(
            dispatch: DispatchOptions, positions: [Int]? = nil, retriesFailed: Bool = false,
            retriesMachineFailures: Bool = false, forces: Bool = false, keepsPredictions: Bool = false,
            isDurable: Bool = false, program: Digest? = nil
        ) {
            self.retriesMachineFailures = retriesMachineFailures
            self.program = program
            self.dispatch = dispatch
            self.positions = positions
            self.retriesFailed = retriesFailed
            self.forces = forces
            self.keepsPredictions = keepsPredictions
            self.isDurable = isDurable
        }
    }

    /// What came of it.
    public struct Summary: Sendable {
        /// The experiment's number in the store.
        public var experiment: Int
        /// Cells that the run was about.
        public var total: Int
        /// Cells that were stored already.
        public var reused: Int
        /// Cells trained now.
        public var trained: Int
        /// Cells that the run was about whose stored result is a failure, by kind.
        public var failures: [Status.Kind: Int]
        /// Cells never reached because of an interruption or a failure with --fail-fast.
        public var remaining: Int
        /// Whether the user ended the run.
        public var isInterrupted = false
        /// Wall-clock seconds.
        public var seconds: Double
    }

    private let plan: SuitePlan
    private let store: Store
    private let environment: Environment
    private let options: Options
    private let dispatcher: any Dispatcher

    /// A runner of `plan` into `store`; the dispatcher is that of the options' isolation where nil.
    public init(
        _ plan: SuitePlan, into store: Store, environment: Environment, options: Options,
        dispatcher: (any Dispatcher)? = nil
    ) {
        self.plan = plan
        self.store = store
        self.environment = environment
        self.options = options
        self.dispatcher =
            dispatcher
            ?? (options.dispatch.isolation == .process ? ProcessDispatcher() : ThreadDispatcher(plan))
    }

    /// Those of the cells at `positions` that have to be trained.
    private func missing(of positions: [Int]) throws(BenchError) -> [Int] {
        if options.forces { return positions }
        let stored = try store.statuses(of: plan.cells, program: options.program)
        return positions.filter { position in
            guard let kind = stored[position] else { return true }
            return options.retriesFailed && kind != .completed
                || options.retriesMachineFailures && kind.mayBeOfTheMachine
        }
    }

    /// Trains what is missing.
    ///
    /// When `interruption` asks, cells in flight end and the rest remains.
    public func run(interruption: Interruption, observers: [any RunObserver] = []) throws(BenchError)
        -> Summary
    {
        let began = ContinuousClock.now
        let positions = options.positions ?? plan.cells.distinctPositions
        let missing = try missing(of: positions)
        let experiment = try experiment(isRepeated: missing.isEmpty)
        let batch = try batch(missing)
        let overview = RunOverview(
            plan: plan, storePath: store.path, experiment: experiment, positions: missing,
            reused: positions.count - missing.count, jobs: options.dispatch.jobs,
            expectedSeconds: options.dispatch.order == .longest ? batch.expectedSeconds : nil)
        for observer in observers { observer.begin(overview) }
        let identities = plan.cells.identities
        let log = RunLog(store: store, experiment: experiment) { identities[missing[$0]] }
        let ledger = OutcomeLedger(
            store, environment: environment, log: log, observers: observers, isImmediate: options.isDurable)
        let failure: BenchError?
        do throws(BenchError) {
            if !missing.isEmpty { try log.began(options, cells: missing.count) }
            _ = try dispatcher.run(
                batch, options: options.dispatch, interruption: interruption
            ) { event throws(BenchError) in try ledger.handle(event) }
            try ledger.commit()
            if !missing.isEmpty {
                try log.ended(
                    isInterrupted: interruption.isRequested, trained: ledger.stored,
                    remaining: missing.count - ledger.stored - ledger.unsettled.count)
            }
            failure = nil
        } catch {
            failure = error
            // What ended before counts; why the run ended is told rather than why this fails.
            if error.exitCode != .storeBusy { try? ledger.commit() }
        }
        for observer in observers {
            observer.end(remaining: missing.count - ledger.stored - ledger.unsettled.count)
        }
        if let failure { throw failure }
        let statuses = try store.statuses(of: plan.cells, program: options.program)
        let failures = positions.compactMap { statuses[$0] }.filter { $0 != .completed }
        return Summary(
            experiment: experiment, total: positions.count, reused: positions.count - missing.count,
            trained: ledger.stored,
            failures: Dictionary(failures.map { ($0, 1) }, uniquingKeysWith: +),
            remaining: missing.count - ledger.stored - ledger.unsettled.count,
            isInterrupted: interruption.isRequested,
            seconds: (ContinuousClock.now - began) / .seconds(1))
    }

    private func batch(_ positions: [Int]) throws(BenchError) -> CellBatch {
        let durations = try ExpectedDurations(
            plan, positions: positions, store: store, order: options.dispatch.order)
        let (plan, keepsPredictions) = (plan, options.keepsPredictions)
        return CellBatch(
            count: positions.count,
            request: { CellRequest(plan.cells[positions[$0]], of: plan, keepsPredictions: keepsPredictions) },
            expectedSeconds: {
                durations.seconds(configuration: plan.cells.configurationNumber(at: positions[$0]))
            },
            group: { durations.group(configuration: plan.cells.configurationNumber(at: positions[$0])) })
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
}
