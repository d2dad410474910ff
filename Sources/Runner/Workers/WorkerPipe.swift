import Foundation
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The two ends of a pipe that no other process inherits by accident.
struct WorkerPipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws(BenchError) {
        var ends: [Int32] = [-1, -1]
        let result = pipe(&ends)
        for end in ends where result == 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard result == 0 else {
            throw BenchError(
                .internal, "cannot make a pipe to a worker: \(String(cString: strerror(errno)))",
                remedy: "use fewer --jobs, or raise the limit of open files (ulimit -n)")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Reads and writes of that end return at once.
    static func makeNonblocking(_ end: Int32) { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
}

/// Wakes a thread that sleeps in `poll`.
final class WakeUp: Sendable {
    private let pipe: WorkerPipe

    init() throws(BenchError) {
        pipe = try WorkerPipe()
        WorkerPipe.makeNonblocking(pipe.readEnd)
        WorkerPipe.makeNonblocking(pipe.writeEnd)
    }

    deinit {
        close(pipe.readEnd)
        close(pipe.writeEnd)
    }

    /// Readable once `ring` was called.
    var descriptor: Int32 { pipe.readEnd }

    /// From any thread.
    func ring() {
        var byte: UInt8 = 1
        _ = write(pipe.writeEnd, &byte, 1)
    }

    func silence() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(pipe.readEnd, &bytes, bytes.count) > 0 {}
    }
}

/// While it lives, a write to a worker that is gone is an error on this thread rather than the end of the process.
struct BrokenPipeGuard {
    #if canImport(Glibc)
        private var before = sigset_t()
    #endif

    init() {
        #if canImport(Glibc)
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, &before)
        #else
            signal(SIGPIPE, SIG_IGN)
        #endif
    }

    /// To be called on the same thread.
    func end() {
        #if canImport(Glibc)
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            var now = timespec()
            while sigtimedwait(&signals, nil, &now) > 0 {}
            var before = before
            pthread_sigmask(SIG_SETMASK, &before, nil)
        #endif
    }
}
