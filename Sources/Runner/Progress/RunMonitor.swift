import Records

/// Follows what happens in a run and says at any moment how far it is.
///
/// Called from one thread. Time comes from `now`, seconds of a clock that only goes forward.
public final class RunMonitor {
    private struct CellInFlight {
        var number: Int
        var outline: RunOutline.Cell
        var work: Double
        var began: Double
        var epoch = 0
        var curves: [CurveTrace] = []

        /// The share of its work that is done.
        var fraction: Double { outline.epochs > 0 ? min(Double(epoch) / Double(outline.epochs), 1) : 0 }

        mutating func add(_ point: CurvePoint) {
            epoch = max(epoch, point.epoch)
            let place = curves.firstIndex { $0.part == point.part && $0.name == point.name } ?? curves.count
            if place == curves.count { curves.append(CurveTrace(part: point.part, name: point.name)) }
            curves[place].append(.init(epoch: point.epoch, value: point.value))
        }
    }

    private struct Worker {
        var process: Int32?
        var cell: CellInFlight?
    }

    /// What the run is about.
    public let outline: RunOutline
    private let now: () -> Double
    private let began: Double
    private var last: Double
    private var workers: [Int: Worker] = [:]
    private var cells = RecentRate()
    private var work = RecentRate()
    /// The work of cells that have not ended for good, those in flight included.
    private var workLeft: Double
    private var best: BestMethods
    private var snapshotBase: RunSnapshot

    /// A monitor of a run that begins now; `stored` are results that the experiment had before.
    public init(
        _ outline: RunOutline, stored: ResultTable? = nil, now: @escaping () -> Double = MonotonicTime.seconds
    ) {
        self.outline = outline
        self.now = now
        began = now()
        last = began
        workLeft = (0..<outline.total).reduce(0) { $0 + outline.work($1) }
        best = BestMethods(outline.datasets)
        if let stored { best.add(stored) }
        snapshotBase = RunSnapshot(
            total: outline.total, reused: outline.reused, done: 0, failures: [:], retried: 0, workersDied: 0,
            quarantined: 0, elapsed: 0, workers: [], best: [], recentFailures: [])
    }

    /// How many failures are remembered.
    private static let remembered = 20

    /// Cells that ended for good.
    var done: Int { snapshotBase.done }

    /// Seconds since the run began.
    public var elapsed: Double { now() - began }

    /// Something happened.
    public func handle(_ event: DispatchEvent) {
        let time = now()
        cells.advance(by: time - last)
        work.advance(by: time - last)
        last = time
        switch event {
        case .workerReady(let worker, let process): workers[worker, default: Worker()].process = process
        case .workerDied(let worker, _):
            snapshotBase.workersDied += 1
            workers[worker] = Worker()
        case .began(let worker, let cell):
            workers[worker, default: Worker()].cell = CellInFlight(
                number: cell, outline: outline.cell(cell), work: outline.work(cell), began: time)
        case .epoch(let worker, let cell, let points):
            // Taken out while it grows, so that its curves are not copied.
            guard var inFlight = workers[worker]?.cell, inFlight.number == cell else { return }
            workers[worker]?.cell = nil
            for point in points { inFlight.add(point) }
            workers[worker]?.cell = inFlight
        case .ended(let worker, let cell, let outcome, let isFinal):
            ended(cell, outcome, isFinal)
            // The worker may be at its next cell already.
            if workers[worker]?.cell?.number == cell { workers[worker]?.cell = nil }
        case .quarantined: snapshotBase.quarantined += 1
        case .tick: break
        }
    }

    private func ended(_ number: Int, _ outcome: Outcome, _ isFinal: Bool) {
        let cell = outline.cell(number)
        if outcome.status.kind != .completed {
            let failures = snapshotBase.recentFailures.suffix(Self.remembered - 1)
            snapshotBase.recentFailures =
                failures + [
                    .init(
                        identity: cell.identity, label: cell.label, status: outcome.status, isFinal: isFinal)
                ]
        }
        guard isFinal else {
            snapshotBase.retried += 1
            return
        }
        snapshotBase.done += 1
        workLeft -= outline.work(number)
        cells.add(1)
        work.add(outline.work(number))
        guard outcome.status.kind == .completed else {
            snapshotBase.failures[outcome.status.kind, default: 0] += 1
            return
        }
        best.add(dataset: cell.dataset, method: cell.method) { dataset in
            outcome.metrics.first { $0.name == dataset.metric && $0.part == dataset.part }?.value
        }
    }

    /// How far the run is now.
    public func snapshot() -> RunSnapshot {
        let time = now()
        var result = snapshotBase
        result.elapsed = time - began
        result.rate = cells.perSecond
        result.secondsLeft = secondsLeft(time)
        result.best = best.current
        result.workers = workers.sorted { $0.key < $1.key }.map { number, worker in
            RunSnapshot.Worker(
                number: number, process: worker.process,
                cell: worker.cell.map { snapshot($0, seconds: time - $0.began) })
        }
        return result
    }

    private func snapshot(_ cell: CellInFlight, seconds: Double) -> RunSnapshot.Cell {
        let metric = best.dataset(cell.outline.dataset)?.metric
        let validation = cell.curves.first { $0.part == .validation && $0.name == metric }
        return RunSnapshot.Cell(
            identity: cell.outline.identity, label: cell.outline.label, seconds: seconds, epoch: cell.epoch,
            epochs: cell.outline.epochs,
            loss: cell.curves.first { $0.part == .train && $0.name == "loss" }?.latest?.value,
            metric: validation.flatMap { curve in
                curve.latest.map { MetricValue(part: .validation, name: curve.name, value: $0.value) }
            },
            curves: cell.curves)
    }

    /// What is left at the present speed, and no less than the cell in flight with most before it.
    private func secondsLeft(_ time: Double) -> Double? {
        guard snapshotBase.done < outline.total else { return 0 }
        guard let speed = work.perSecond else { return nil }
        let inFlight = workers.values.compactMap(\.cell)
        let rests = inFlight.map { $0.work * (1 - $0.fraction) }
        let begun = inFlight.map { $0.work * $0.fraction }.sorted().reduce(0, +)
        let perWorker = speed / Double(max(outline.jobs, 1))
        return max(max(workLeft - begun, 0) / speed, (rests.max() ?? 0) / perWorker)
    }
}

extension BestMethods {
    /// Counts the completed cells of an experiment.
    mutating func add(_ table: ResultTable) {
        let hasModels = Set(table.labels.map(\.model)).count > 1
        for row in table where row.kind == .completed {
            let labels = row.labels
            let method = hasModels ? "\(labels.model) / \(labels.method)" : labels.method
            add(dataset: labels.dataset, method: method) { row.metric($0.metric, on: $0.part) }
        }
    }
}
