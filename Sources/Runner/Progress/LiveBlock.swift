import Primitives

/// Lines at the end of a terminal's output that are drawn again in place.
///
/// The cursor rests at the start of the line below, so that whatever ends the process leaves the terminal as it
/// should be: nothing is hidden, no mode is set.
struct LiveBlock {
    /// The columns that each line takes which is on the screen.
    private var drawn: [Int] = []

    /// The text that puts `lines` in the place of those drawn before, below `message`.
    ///
    /// Lines must be narrower than `columns`; a message ends with a line feed.
    mutating func draw(_ lines: [String], above message: String = "", columns: Int) -> String {
        var text = rewind(columns: columns)
        if !message.isEmpty { text += "\u{1B}[J" + message }
        for line in lines { text += line + "\u{1B}[K\n" }
        drawn = lines.map(TextWidth.of)
        return text + "\u{1B}[J"
    }

    /// The text that takes the lines away.
    mutating func erase(columns: Int) -> String {
        defer { drawn = [] }
        return drawn.isEmpty ? "" : rewind(columns: columns) + "\u{1B}[J"
    }

    /// Up to the first line drawn; a terminal that became narrower has broken lines into several.
    private func rewind(columns: Int) -> String {
        guard !drawn.isEmpty else { return "\r" }
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(columns, 1)) }
        return "\r\u{1B}[\(rows)A"
    }
}
