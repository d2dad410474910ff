import Dispatch
import Foundation
import Numerics
import Primitives
import Records
import Suites

/// Trains cells in threads of this process: a trap ends the run, and time is looked at between epochs only.
public struct ThreadDispatcher: Dispatcher {
    /// Data that are loaded already.
    private let loaded: [TreatedDataset]

    /// Threads that load what they need.
    public init() { loaded = [] }

    /// Threads that find the plan's data loaded.
    init(_ plan: SuitePlan) { loaded = plan.suite.datasets.map { plan.library.treated($0.label) } }

    /// Trains every cell.
    public func run(
        _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
        handle: (DispatchEvent) throws(BenchError) -> Void
    ) throws(BenchError) -> Int {
        guard batch.count > 0 else { return 0 }
        let jobs = max(1, min(options.jobs, batch.count))
        let memory = MemoryLimit.perCell(options)
        let executor = CellExecutor(
            instructionSet: options.instructionSet, jobs: options.jobs,
            memory: memory.map(Double.init) ?? .infinity)
        for dataset in loaded { executor.adopt(dataset) }
        let exchange = ThreadExchange(CellSchedule(batch, workers: jobs, options), workers: jobs)
        for worker in 0..<jobs {
            let thread = Thread {
                FloatingPointEnvironment.makeStandard()
                Self.work(worker, batch, options, interruption, executor, exchange)
            }
            thread.name = "bench worker"
            thread.stackSize = 16 << 20
            thread.start()
        }
        defer { exchange.close() }
        var remaining = batch.count
        var hasNews = false
        var ticked = ContinuousClock.now
        while let events = exchange.collect(patience: hasNews ? 0.02 : 0.1) {
            for event in events {
                if case .ended(_, _, let outcome, _) = event {
                    remaining -= 1
                    hasNews = true
                    if options.failsFast, outcome.status.kind != .completed { exchange.close() }
                }
                try handle(event)
            }
            if let fault = exchange.fault { throw fault }
            // Whoever is told to give up at once does not wait for the end of an epoch; what has ended counts.
            if interruption.isImmediate { break }
            if interruption.isRequested { exchange.close() }
            let now = ContinuousClock.now
            if now - ticked >= .milliseconds(hasNews ? 20 : 100) {
                try handle(.tick)
                ticked = now
                hasNews = false
            }
        }
        if let fault = exchange.fault { throw fault }
        return remaining
    }

    private static func work(
        _ worker: Int, _ batch: CellBatch, _ options: DispatchOptions, _ interruption: Interruption,
        _ executor: CellExecutor, _ exchange: ThreadExchange
    ) {
        exchange.tell(.workerReady(worker: worker, process: nil))
        while let cell = exchange.next(for: worker) {
            exchange.tell(.began(worker: worker, cell: cell))
            let began = SuspendingClock.now
            let deadline = options.timeout.map { began + .seconds($0) }
            let points = PointBuffer { exchange.tell(.epoch(worker: worker, cell: cell, points: $0)) }
            var outcome: Outcome?
            do throws(BenchError) {
                outcome = try executor.execute(
                    batch.request(cell),
                    shouldStop: { interruption.isImmediate || deadline.map { .now >= $0 } ?? false },
                    onEpoch: { points.add($0) })
            } catch {
                exchange.fail(error)
                break
            }
            if outcome == nil, !interruption.isImmediate {
                outcome = WorkerDeath.outcome(WorkerDeath.tooLong(options.timeout), began: began)
            }
            guard var outcome else { break }
            outcome.peakBytes = ProcessMemory.peak
            exchange.tell(.ended(worker: worker, cell: cell, outcome: outcome, isFinal: true))
        }
        exchange.leave()
    }
}

/// Cells on their way to threads, and what these have to tell.
///
/// Safe from any thread.
private final class ThreadExchange: @unchecked Sendable {
    private let lock = NSLock()
    private let news = DispatchSemaphore(value: 0)
    private var schedule: CellSchedule
    private var events: [DispatchEvent] = []
    private var workers: Int
    private var isClosed = false
    private var firstFault: BenchError?

    init(_ schedule: CellSchedule, workers: Int) {
        self.schedule = schedule
        self.workers = workers
    }

    /// The next cell, or nil when there is none or no more should be started.
    func next(for worker: Int) -> Int? {
        lock.withLock { isClosed ? nil : schedule.next(for: worker) }
    }

    func tell(_ event: DispatchEvent) {
        lock.withLock {
            events.append(event)
            news.signal()
        }
    }

    /// What ends the run, if anything does.
    var fault: BenchError? { lock.withLock { firstFault } }

    /// The run cannot go on.
    func fail(_ error: BenchError) {
        lock.withLock {
            firstFault = firstFault ?? error
            isClosed = true
            news.signal()
        }
    }

    /// A worker has ended.
    func leave() {
        lock.withLock {
            workers -= 1
            news.signal()
        }
    }

    /// No further cell is handed out.
    func close() { lock.withLock { isClosed = true } }

    /// What was told since the last call, after waiting for something up to `patience` seconds; nil once all workers
    /// have ended and everything was collected.
    func collect(patience: Double) -> [DispatchEvent]? {
        let isWaiting = lock.withLock { events.isEmpty && workers > 0 }
        // A semaphore counts by the clock that nobody sets; a condition would not wake when the time is set back.
        if isWaiting { _ = news.wait(timeout: .now() + patience) }
        return lock.withLock {
            defer { events.removeAll() }
            return events.isEmpty && workers == 0 ? nil : events
        }
    }
}
