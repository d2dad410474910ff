import Foundation
import Primitives
import Records

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a worker's end says about the cell that it was at.
enum WorkerDeath {
    /// In words: how the process ended, and the last that it said.
    static func cause(_ end: WorkerProcess.End, error: String) -> String {
        let last = lastWords(error)
        let ending =
            switch end {
            case .exited(let code): "its worker exited with \(code)"
            case .signaled(let number): "its worker was killed by signal \(number)\(name(number))"
            case .notStarted(let reason): "its worker could not be started: \(reason)"
            }
        return last.isEmpty ? ending : "\(ending): \(last)"
    }

    /// Whether it died because an allocation failed.
    static func isOutOfMemory(_ error: String) -> Bool {
        ["failed to allocate", "Could not allocate memory", "Cannot allocate memory", "std::bad_alloc"]
            .contains { error.contains($0) }
    }

    /// The lines of a message that say something, in one line.
    private static func lastWords(_ error: String) -> String {
        let lines = error.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let first = lines.lastIndex { $0.contains("Fatal error") || $0.contains("error:") }
        let told = first.map { lines[$0...].prefix(1) } ?? lines.suffix(3)
        return String(told.filter { !$0.isEmpty }.joined(separator: "; ").prefix(1000))
    }

    private static func name(_ number: Int32) -> String {
        let names: [(Int32, String)] = [
            (SIGILL, "SIGILL"), (SIGTRAP, "SIGTRAP"), (SIGABRT, "SIGABRT"), (SIGBUS, "SIGBUS"),
            (SIGFPE, "SIGFPE"), (SIGKILL, "SIGKILL"), (SIGSEGV, "SIGSEGV"), (SIGXCPU, "SIGXCPU"),
            (SIGTERM, "SIGTERM"),
        ]
        return names.first { $0.0 == number }.map { " (\($0.1))" } ?? ""
    }

    /// The outcome of a cell that ended with its worker.
    static func outcome(_ status: Status, began: SuspendingClock.Instant) -> Outcome {
        let seconds = max(0, (SuspendingClock.now - began) / .seconds(1))
        return Outcome(
            status: status, startedAt: Date().timeIntervalSince1970 - seconds,
            wallNanoseconds: Int(seconds * 1e9), cpuNanoseconds: 0)
    }

    static func tooLong(_ seconds: Double?) -> Status {
        .timedOut("longer than \(JSONValue.canonicalNumber(seconds ?? 0)) s")
    }

    static func tooLarge(_ bytes: Int, limit: Int) -> Status {
        .outOfMemory("it held \(mebibytes(bytes)) MiB, more than its \(mebibytes(limit)) MiB")
    }

    /// A limit that a worker exceeds before its first cell.
    static func limitBelowBase(_ bytes: Int, limit: Int) -> BenchError {
        BenchError(
            .usage,
            "a worker holds \(mebibytes(bytes)) MiB before its first cell; --memory allows \(mebibytes(limit)) MiB",
            remedy: "allow more, or `none`")
    }

    static func mebibytes(_ bytes: Int) -> String { String((bytes + 524_288) >> 20) }
}
