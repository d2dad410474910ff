import Foundation
import Primitives
import Synchronization

/// Results to standard output, everything else to standard error.
enum Terminal {
    /// Before anything else: a closed standard stream must not become the number of a file we open, and a
    /// file that may grow no further, or a pipe that nobody reads, is an error to report, not a signal to die of.
    static func prepare() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes a result.
    ///
    /// Throws `.internal` when it cannot be written, say because a disk is full. A reader that has gone, as `head`
    /// does, ends the program the way it ends others.
    static func output(_ text: String) throws(BenchError) {
        if let reason = write(text, to: STDOUT_FILENO) {
            if errno == EPIPE {
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            throw BenchError(.internal, "cannot write to standard output: \(reason)")
        }
    }

    /// Writes a message; a standard error that cannot be written is not worth failing for.
    static func error(_ text: String) {
        if let show = messages.withLock({ $0 }) { show(text) } else { raw(text) }
    }

    /// Has messages shown by `show`, above a display or as events.
    static func showMessages(_ show: @escaping @Sendable (String) -> Void) { messages.withLock { $0 = show } }

    private static let messages = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Writes to standard error as it is.
    static func raw(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// The columns of the terminal that results go to; nil where they go elsewhere.
    static var outputWidth: Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }

    /// Why it failed, or nil.
    private static func write(_ text: String, to descriptor: Int32) -> String? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return String(cString: strerror(errno))
            }
            bytes = bytes.dropFirst(count)
        }
        return nil
    }
}
