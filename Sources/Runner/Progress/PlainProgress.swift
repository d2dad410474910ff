import Records

/// Progress in plain lines: every few seconds, at each failure and at the end.
public final class PlainProgress: ProgressView {
    private let interval: Double
    private let write: (String) -> Void
    private var lastShown = 0.0
    private var shown = -1

    /// A line every `interval` seconds, after ten minutes every thirty; `write` gets the text.
    public init(interval: Double = 5, write: @escaping (String) -> Void) {
        self.interval = interval
        self.write = write
    }

    /// The run begins.
    public func begin(_ monitor: RunMonitor) {
        if let line = Self.opening(monitor.outline) { write(line + "\n") }
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent, _ monitor: RunMonitor) {
        if let line = Self.line(of: event, monitor) { write(line + "\n") }
        let elapsed = monitor.elapsed
        guard elapsed - lastShown >= (elapsed >= 600 ? max(interval, 30) : interval) else { return }
        show(monitor)
    }

    /// The run ends.
    public func end(remaining: Int, _ monitor: RunMonitor) {
        if monitor.outline.total > 0, shown != monitor.done || monitor.done == monitor.outline.total {
            show(monitor)
        }
    }

    private func show(_ monitor: RunMonitor) {
        let snapshot = monitor.snapshot()
        lastShown = snapshot.elapsed
        shown = snapshot.done
        write(ProgressText.totals(snapshot) + "\n")
    }

    /// What there is to do; nil for nothing.
    static func opening(_ outline: RunOutline) -> String? {
        guard outline.total > 0 else { return nil }
        let cells = ProgressText.cells(outline.total) + " to train"
        return outline.reused > 0 ? "\(outline.reused) stored already; \(cells)" : cells
    }

    /// What is worth a line of its own: a failure, a death, a quarantine.
    static func line(of event: DispatchEvent, _ monitor: RunMonitor) -> String? {
        let text: String
        switch event {
        case .ended(_, let number, let outcome, let isFinal) where outcome.status.kind != .completed:
            let cell = monitor.outline.cell(number)
            text = ProgressText.failure(
                .init(identity: cell.identity, label: cell.label, status: outcome.status, isFinal: isFinal))
        case .workerDied(let worker, let cause): text = "worker \(worker + 1) ended: \(cause)"
        case .quarantined(let number):
            text = "not tried again in this run: \(monitor.outline.cell(number).label)"
        default: return nil
        }
        return TextFit.plain(text)
    }
}
