import Primitives
import Synchronization

/// Progress on a terminal: a line per worker, one per dataset and the totals, redrawn in place.
///
/// Messages come above it; `say` may be called from any thread, everything else from one.
public final class LiveProgress: ProgressView, Sendable {
    private struct State {
        var block = LiveBlock()
        var lines: [String] = []
        var lastDrawn = -Double.infinity
        var isShown = false
    }

    private let state = Mutex(State())
    private let interval: Double
    private let size: @Sendable () -> TerminalSize
    private let write: @Sendable (String) -> Void

    /// A display that is redrawn every `interval` seconds at most; `write` puts text on the terminal.
    public init(
        interval: Double = 0.2, size: @escaping @Sendable () -> TerminalSize,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.interval = interval
        self.size = size
        self.write = write
    }

    /// The run begins.
    public func begin(_ monitor: RunMonitor) {
        if let line = PlainProgress.opening(monitor.outline) { say(line + "\n") }
        guard monitor.outline.total > 0 else { return }
        state.withLock { $0.isShown = true }
        draw(monitor)
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent, _ monitor: RunMonitor) {
        if let line = PlainProgress.line(of: event, monitor) { say(line + "\n") }
        let last = state.withLock { $0.lastDrawn }
        if monitor.elapsed - last >= interval { draw(monitor) }
    }

    /// The run ends: the totals stay.
    public func end(remaining: Int, _ monitor: RunMonitor) {
        let totals = ProgressText.totals(monitor.snapshot(), columns: size().columns - 1)
        state.withLock { state in
            guard state.isShown else { return }
            state.isShown = false
            write(state.block.draw([totals], columns: size().columns))
        }
    }

    /// Prints a message above the display.
    public func say(_ text: String) {
        var message = text.drop { $0 == "\n" }
        if !message.isEmpty, !message.hasSuffix("\n") { message += "\n" }
        state.withLock { state in
            if state.isShown {
                write(state.block.draw(state.lines, above: String(message), columns: size().columns))
            } else {
                write(text)
            }
        }
    }

    private func draw(_ monitor: RunMonitor) {
        let snapshot = monitor.snapshot()
        let size = size()
        // The last column stays free, so that no line breaks; the last row is the cursor's.
        let lines = LiveLines.lines(snapshot, columns: size.columns - 1, rows: size.rows - 1)
        state.withLock { state in
            guard state.isShown else { return }
            state.lines = lines
            state.lastDrawn = snapshot.elapsed
            write(state.block.draw(lines, columns: size.columns))
        }
    }
}
