import Primitives

/// Lines that say how far a run on a cluster is: one whenever something has changed, at most one in two seconds.
public final class SlurmProgress {
    private let isJSON: Bool
    private let write: (String) -> Void
    private let clock = ContinuousClock()
    private var lastLine = ""
    private var lastShown: ContinuousClock.Instant?

    /// Lines for people or, one object each, for machines; `write` gets the text.
    public init(isJSON: Bool = false, write: @escaping (String) -> Void) {
        self.isJSON = isJSON
        self.write = write
    }

    /// Shows where the shards stand.
    public func show(_ ledger: ShardLedger) {
        let line = ledger.line
        let isEnd = ledger.count(.complete) == ledger.shards.count
        if let lastShown, clock.now - lastShown < .seconds(2), !isEnd { return }
        guard line != lastLine else { return }
        lastLine = line
        lastShown = clock.now
        write(isJSON ? ledger.json.canonical + "\n" : "slurm: \(line)\n")
    }
}

extension SlurmRunStatus {
    /// What is said when a run is left to itself.
    public static func farewell(_ manifest: SlurmManifest) -> String {
        (["the run goes on by itself"] + hints(manifest)
            + ["see where it stands: bench status --db \(ShellWord.quoted(manifest.storePath))"]).joined(
                separator: "\n")
    }
}

extension SlurmOutcome {
    /// What is to be said of it beside the summary; nil where all went well.
    public var words: String? {
        var lines: [String] = []
        let shards = PositionRanges(missingShards).text
        switch state {
        case .complete: break
        case .incomplete: lines.append("shards \(shards) were lost too often and are not complete")
        case .stopped: lines.append("shards \(shards) were cancelled; the same command submits them again")
        }
        lines += conflicts.prefix(10).map { "two attempts at a cell gave different bits: \($0)" }
        if conflicts.count > 10 { lines.append("and \(conflicts.count - 10) more") }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// Whether the run did what it was about, and not all that is asked for.
    public func leaves(_ summary: SuiteRunner.Summary) -> Bool {
        state == .complete && conflicts.isEmpty && summary.remaining > 0
    }

    /// The exit code that says why not everything is there; nil where all is.
    public func exitCode(_ summary: SuiteRunner.Summary) -> ExitCode? {
        if !conflicts.isEmpty { return .verificationMismatch }
        switch state {
        // Cells that no run was about.
        case .complete: return summary.remaining > 0 ? .internal : nil
        case .stopped: return summary.remaining > 0 ? .interrupted : nil
        case .incomplete: return summary.remaining > 0 ? .internal : nil
        }
    }
}
