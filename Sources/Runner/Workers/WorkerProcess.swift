import Foundation
import Primitives
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A worker as its coordinator sees it: a process at the other end of three pipes.
///
/// Used from one thread.
final class WorkerProcess {
    /// How its process ended, or why it could not begin.
    enum End: Sendable, Equatable {
        case exited(Int32)
        case signaled(Int32)
        case notStarted(String)
    }

    /// What the task that watches over the process has to say.
    private struct Report: Sendable {
        var process: Int32?
        var end: End?
    }

    /// The most that is kept of what it writes to standard error.
    private static let longestError = 4096

    private let input: Int32
    private let output: Int32
    private let error: Int32
    private let report: SharedReport
    private let release: AsyncStream<Void>.Continuation
    private var frames = FrameBuffer()
    private var outbox: [UInt8] = []
    private var errorBytes: [UInt8] = []
    private var isInputOpen = true
    private var isOutputOpen = true
    private var isErrorOpen = true
    /// Where pipes are read to.
    private var scratch = [UInt8](repeating: 0, count: 1 << 16)

    /// Starts the program at `executable` as a worker; `wakeUp` rings when its process begins or ends.
    init(executable: String, wakeUp: WakeUp) throws(BenchError) {
        let (down, up, errors) = (try WorkerPipe(), try WorkerPipe(), try WorkerPipe())
        (input, output, error) = (down.writeEnd, up.readEnd, errors.readEnd)
        for end in [input, output, error] { WorkerPipe.makeNonblocking(end) }
        let report = SharedReport()
        self.report = report
        let (released, release) = AsyncStream<Void>.makeStream()
        self.release = release
        Task.detached {
            var options = PlatformOptions()
            // A group of its own: Ctrl-C in a terminal is for the coordinator, which lets cells finish.
            options.processGroupID = 0
            var changes: [Environment.Key: String?] = [:]
            if ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil {
                // A backtrace of a worker that dies takes seconds and is read by nobody.
                changes["SWIFT_BACKTRACE"] = "enable=no"
            }
            do {
                let result = try await Subprocess.run(
                    .path(FilePath(executable)),
                    arguments: .init(executablePathOverride: "bench", remainingValues: ["worker"]),
                    environment: .inherit.updating(changes), platformOptions: options,
                    input: .fileDescriptor(
                        FileDescriptor(rawValue: down.readEnd), closeAfterSpawningProcess: true),
                    output: .fileDescriptor(
                        FileDescriptor(rawValue: up.writeEnd), closeAfterSpawningProcess: true),
                    error: .fileDescriptor(
                        FileDescriptor(rawValue: errors.writeEnd), closeAfterSpawningProcess: true)
                ) { execution in
                    report.value.withLock { $0.process = execution.processIdentifier.value }
                    wakeUp.ring()
                    // Until it is released the process is not reaped, so its number is nobody else's.
                    for await _ in released {}
                }
                report.value.withLock {
                    switch result.terminationStatus {
                    case .exited(let code): $0.end = .exited(code)
                    case .signaled(let number): $0.end = .signaled(number)
                    }
                }
            } catch {
                report.value.withLock { $0.end = .notStarted("\(error)") }
            }
            wakeUp.ring()
        }
    }

    private final class SharedReport: Sendable {
        let value = Mutex(Report())
    }

    deinit {
        kill()
        release.finish()
        if isInputOpen { close(input) }
        if isOutputOpen { close(output) }
        if isErrorOpen { close(error) }
    }

    /// The process id; nil before it has begun.
    var process: Int32? { report.value.withLock { $0.process } }

    /// How it ended; nil until everything that it wrote was read, too.
    var end: End? {
        guard let end = report.value.withLock({ $0.end }) else { return nil }
        if case .notStarted = end { return end }
        return isOutputOpen || isErrorOpen ? nil : end
    }

    /// The last that it wrote to standard error.
    var errorText: String { String(decoding: errorBytes, as: UTF8.self) }

    /// Ends it now.
    func kill() {
        guard isOutputOpen, let process else { return }
        _ = Foundation.kill(process, SIGKILL)
    }

    /// Asks it to end: it will when it finds its input closed.
    func closeInput() {
        guard isInputOpen else { return }
        isInputOpen = false
        close(input)
    }

    /// Puts a message into the outbox.
    func send(_ request: WorkerProtocol.Request) { outbox += FrameBuffer.frame(request.bytes) }

    /// Appends what `poll` should look at: always three entries, of which it passes over those with a negative number.
    func appendInterests(to list: inout [pollfd]) {
        list.append(pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0))
        list.append(pollfd(fd: isErrorOpen ? error : -1, events: Int16(POLLIN), revents: 0))
        let isWriting = isInputOpen && !outbox.isEmpty
        list.append(pollfd(fd: isWriting ? input : -1, events: Int16(POLLOUT), revents: 0))
    }

    /// Writes as much of the outbox as the pipe takes.
    func flush() {
        guard isInputOpen else { return }
        var sent = 0
        while sent < outbox.count {
            let count = outbox.withUnsafeBytes { write(input, $0.baseAddress! + sent, $0.count - sent) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno != EAGAIN {
                // It is gone; its output will say so.
                outbox.removeAll()
                return
            }
            guard count > 0 else { break }
            sent += count
        }
        outbox.removeFirst(sent)
    }

    /// The messages that have come, up to the first that is none.
    func receive() -> (replies: [WorkerProtocol.Reply], fault: MalformedMessage?) {
        if isErrorOpen {
            let isOpen = drain(error) { [self] in
                errorBytes += $0
                errorBytes.removeFirst(max(0, errorBytes.count - Self.longestError))
            }
            if !isOpen {
                isErrorOpen = false
                close(error)
            }
        }
        if isOutputOpen, !drain(output, { [self] in frames.append($0) }) {
            // What writes no more is dead or might as well be.
            kill()
            isOutputOpen = false
            close(output)
            release.finish()
        }
        return frames.replies()
    }

    /// Whether more may come; who writes without end is left for the next time.
    private func drain(_ descriptor: Int32, _ take: (ArraySlice<UInt8>) -> Void) -> Bool {
        for _ in 0..<16 {
            let count = read(descriptor, &scratch, scratch.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN }
            guard count > 0 else { return false }
            take(scratch[..<count])
            if count < scratch.count { return true }
        }
        return true
    }
}
