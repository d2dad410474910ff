import Foundation

/// How large a terminal is.
public struct TerminalSize: Sendable, Hashable {
    /// Columns.
    public var columns: Int
    /// Rows.
    public var rows: Int

    /// A size.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// What is taken where nothing is known.
    public static let usual = TerminalSize(columns: 80, rows: 24)

    /// The present size of the terminal behind `descriptor`; the usual one where it is none.
    public static func of(_ descriptor: Int32) -> TerminalSize {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return usual
        }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Whether a display that is redrawn in place is right on `descriptor`: a terminal that can move its
    /// cursor, and no CI.
    public static func suitsLiveDisplay(
        _ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        return isatty(descriptor) == 1 && !isSet("CI") && isSet("TERM") && environment["TERM"] != "dumb"
    }
}
