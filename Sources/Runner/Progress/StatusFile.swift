import Foundation
import Primitives

/// Writes down beside the store how far a run is, for other processes to read; removed at the end.
///
/// The file is replaced whole. One that cannot be written is no reason to fail.
public final class StatusFile: ProgressView {
    private let interval: Double
    private let host: String
    private var path: String?
    private var started = ""
    private var lastWritten = 0.0

    /// A file that is replaced every `interval` seconds at most.
    public init(interval: Double = 1, host: String = ProcessInfo.processInfo.hostName) {
        self.interval = interval
        self.host = host
    }

    /// The run begins.
    public func begin(_ monitor: RunMonitor) {
        let file = StatusDocument.path(store: monitor.outline.storePath)
        // What a run that was killed left behind is over: this one holds the store.
        unlink(file)
        guard monitor.outline.total > 0 else { return }
        path = file
        started = Self.moment()
        write(monitor)
    }

    /// Something happened.
    public func handle(_ event: DispatchEvent, _ monitor: RunMonitor) {
        if monitor.elapsed - lastWritten >= interval { write(monitor) }
    }

    /// The run ends.
    public func end(remaining: Int, _ monitor: RunMonitor) {
        if let path { unlink(path) }
        path = nil
    }

    private func write(_ monitor: RunMonitor) {
        guard let path else { return }
        lastWritten = monitor.elapsed
        let document = StatusDocument(
            process: getpid(), host: host, started: started, updated: Self.moment(),
            suite: monitor.outline.suite, experiment: monitor.outline.experiment,
            snapshot: monitor.snapshot())
        let partial = path + ".partial"
        guard let stream = fopen(partial, "we") else { return }
        var text = document.json.canonical + "\n"
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) == $0.count }
        // Closing writes what is left, so it may fail too.
        let isClosed = fclose(stream) == 0
        if !(isWritten && isClosed && rename(partial, path) == 0) { unlink(partial) }
    }

    private static func moment() -> String { Date().formatted(.iso8601) }
}
