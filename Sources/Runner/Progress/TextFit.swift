import Primitives

/// Fits text into columns of a terminal.
enum TextFit {
    /// `text` without control characters, which could move the cursor.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isControl(scalar) ? " " : scalar) }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
            || scalar.value == 0x2029
    }

    /// `text` without control characters, cut at the end to at most `columns`.
    static func cut(_ text: String, to columns: Int) -> String {
        let text = plain(text)
        guard TextWidth.of(text) > columns else { return text }
        return prefix(text, columns - 1) + (columns > 0 ? "…" : "")
    }

    /// The same, cut in the middle: the last `tail` columns stay.
    static func cutMiddle(_ text: String, to columns: Int, tail: Int) -> String {
        let text = plain(text)
        guard TextWidth.of(text) > columns else { return text }
        guard columns > tail + 2 else { return cut(text, to: columns) }
        var end = text.endIndex
        while end > text.startIndex {
            let before = text.index(before: end)
            if TextWidth.of(String(text[before...])) > tail { break }
            end = before
        }
        let last = String(text[end...])
        return prefix(text, columns - 1 - TextWidth.of(last)) + "…" + last
    }

    /// `text` without spaces at its end.
    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    /// `text` and spaces up to `columns`.
    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - TextWidth.of(text)))
    }

    /// Spaces up to `columns` and `text`.
    static func paddedLeft(_ text: String, to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - TextWidth.of(text))) + text
    }

    /// `left` and `right` at the ends of a line; `left` gives way.
    static func line(_ left: String, _ right: String, columns: Int, tail: Int = 0) -> String {
        if right.isEmpty { return cutMiddle(left, to: columns, tail: tail) }
        let right = cut(right, to: columns)
        let room = columns - TextWidth.of(right) - 2
        guard room >= 1 else { return right }
        return padded(cutMiddle(left, to: room, tail: tail), to: room) + "  " + right
    }

    private static func prefix(_ text: String, _ columns: Int) -> String {
        var result = ""
        var width = 0
        for character in text {
            width += TextWidth.of(String(character))
            if width > columns { break }
            result.append(character)
        }
        return result
    }
}
