import Foundation

/// The whole terminal, for a while: what was on it comes back.
public final class FullScreen {
    private let output: Int32
    private let input: Int32
    private var saved: termios?
    private var isTaken = false

    /// The terminal behind two descriptors.
    public init(output: Int32 = STDOUT_FILENO, input: Int32 = STDIN_FILENO) {
        self.output = output
        self.input = input
    }

    /// Its present size.
    public var size: TerminalSize { TerminalSize.of(output) }

    /// Takes the terminal: keys come one by one, Ctrl-C among them.
    public func enter() {
        guard !isTaken else { return }
        isTaken = true
        var mode = termios()
        if isatty(input) == 1, tcgetattr(input, &mode) == 0 {
            saved = mode
            mode.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
            tcsetattr(input, TCSANOW, &mode)
        }
        write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    /// Gives it back.
    public func leave() {
        guard isTaken else { return }
        isTaken = false
        write("\u{1B}[?25h\u{1B}[?1049l")
        if var mode = saved { tcsetattr(input, TCSANOW, &mode) }
        saved = nil
    }

    deinit { leave() }

    /// Shows lines from the top; they must fit.
    func show(_ lines: [String]) {
        write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// The key that is pressed within so many seconds; nil for none.
    func key(within seconds: Double) -> Character? {
        guard saved != nil else {
            Thread.sleep(forTimeInterval: seconds)
            return nil
        }
        var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, Int32(seconds * 1000)) > 0 else { return nil }
        var byte: UInt8 = 0
        // The end of the input is the terminal's: it was closed.
        guard read(input, &byte, 1) == 1 else { return "q" }
        return Character(Unicode.Scalar(byte))
    }

    private func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
