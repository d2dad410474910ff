import Foundation
import Primitives
import Records

/// Progress on standard error: one live line on a terminal, a plain line every few seconds otherwise.
public final class TextProgress: ProgressReporter {
    private let isLive: Bool
    private let interval: Duration
    private let write: (String) -> Void
    private let clock = ContinuousClock()
    private var began: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant
    private var total = 0
    private var done = 0
    private var failed = 0
    private var hasLine = false
    private var shown = -1

    /// Progress in a live line or in plain ones; `write` gets the text.
    public init(
        isLive: Bool, interval: Duration? = nil,
        write: @escaping (String) -> Void
    ) {
        self.isLive = isLive
        self.interval = interval ?? (isLive ? .milliseconds(200) : .seconds(5))
        self.write = write
        began = clock.now
        lastShown = clock.now
    }

    /// Whether a live line is right: a terminal that can move its cursor, and no CI.
    public static func suitsTerminal(_ environment: [String: String] = ProcessInfo.processInfo.environment)
        -> Bool
    {
        isatty(STDERR_FILENO) == 1 && environment["CI"] == nil && environment["TERM"] != "dumb"
            && environment["TERM"] != nil
    }

    /// The run begins.
    public func begin(total: Int, reused: Int) {
        self.total = total
        began = clock.now
        lastShown = began
        let cells = total == 1 ? "1 cell" : "\(total) cells"
        if reused > 0, total > 0 { write("\(reused) stored already; \(cells) to train\n") }
        if reused == 0 { write("\(cells) to train\n") }
    }

    /// A cell ended and is stored.
    public func finished(_ cell: PlannedCell, _ outcome: Outcome) {
        done += 1
        guard outcome.status.kind != .completed else { return }
        failed += 1
        clear()
        let label =
            "\(cell.datasetLabel) / \(cell.modelLabel) / \(cell.methodLabel) / seed \(cell.specification.seed)"
        write("\(outcome.status.kind.rawValue): \(label): \(outcome.status.cause ?? "")\n")
    }

    /// Some time passed.
    public func tick() {
        guard total > 0, clock.now - lastShown >= interval else { return }
        show()
    }

    /// The run ends.
    public func end() {
        guard total > 0 else { return }
        if isLive || shown != done { show() }
        if isLive { write("\n") }
        hasLine = false
    }

    private func clear() {
        if isLive, hasLine { write("\r\u{1B}[K") }
        hasLine = false
    }

    private func show() {
        shown = done
        lastShown = clock.now
        if isLive {
            write("\r\u{1B}[K" + line)
            hasLine = true
        } else {
            write(line + "\n")
        }
    }

    private var line: String {
        let elapsed = (clock.now - began) / .seconds(1)
        let rate = elapsed > 0 ? Double(done) / elapsed : 0
        var text = "\(done)/\(total) cells, \(Self.decimal(rate)) cells/s"
        if failed > 0 { text += ", \(failed) failed" }
        if done < total, rate > 0 { text += ", \(Self.duration(Double(total - done) / rate)) left" }
        if done == total, total > 0 { text += ", \(Self.duration(elapsed)) in all" }
        return text
    }

    private static func decimal(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(Double(Int((value * 10).rounded())) / 10)
    }

    /// For example, `2.4 s`, `3 min 20 s`, `1 h 05 min`.
    public static func duration(_ seconds: Double) -> String {
        if seconds < 60 { return decimal(seconds) + " s" }
        guard seconds < 3.2e9 else { return "more than a hundred years" }
        let whole = Int(seconds.rounded())
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
        return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
    }
}
