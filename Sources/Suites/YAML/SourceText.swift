/// The text of a suite, addressable by the lines and columns that the YAML parser reports.
struct SourceText {
    private let scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var starts = [0]
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
            if Self.breaks.contains(scalar) { starts.append(index) }
        }
        self.scalars = scalars
        lineStarts = starts
    }

    /// What YAML 1.1 parsers count as a line break.
    private static let breaks: [Unicode.Scalar] = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

    /// The character at a place; nil beyond the end.
    func scalar(at place: Place) -> Unicode.Scalar? {
        offset(of: place).map { scalars[$0] }
    }

    private func offset(of place: Place) -> Int? {
        guard place.line >= 1, place.line <= lineStarts.count, place.column >= 1 else { return nil }
        let offset = lineStarts[place.line - 1] + place.column - 1
        return offset < scalars.count ? offset : nil
    }

    private func place(of offset: Int) -> Place {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return Place(line: low + 1, column: offset - lineStarts[low] + 1)
    }

    /// Whether the node at `place` is written with a tag (`!!str x`, `&anchor !foo x`).
    func hasTag(at place: Place) -> Bool {
        guard var index = offset(of: place) else { return false }
        while index < scalars.count, scalars[index] == "&" {
            while index < scalars.count, !Self.isSpace(scalars[index]) { index += 1 }
            while index < scalars.count, Self.isSpace(scalars[index]) { index += 1 }
        }
        return index < scalars.count && scalars[index] == "!"
    }

    /// The first character that YAML does not allow in a file at all.
    var firstForbidden: (place: Place, scalar: Unicode.Scalar)? {
        guard let offset = scalars.firstIndex(where: Self.isForbidden) else { return nil }
        return (place(of: offset), scalars[offset])
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Where lists and mappings nest so deeply that reading them could exhaust the stack.
    ///
    /// Counts brackets and indentation without regard to quotes; no sensible text comes near the limit.
    func firstTooDeep(brackets: Int, indentation: Int) -> Place? {
        var depth = 0
        var leading: Int? = 0
        for (offset, scalar) in scalars.enumerated() {
            if Self.breaks.contains(scalar) {
                leading = 0
            } else if let count = leading {
                let isIndicator = scalar == " " || scalar == "-" || scalar == "?" || scalar == ":"
                leading = isIndicator ? count + 1 : nil
                if count > indentation { return place(of: offset) }
            }
            if scalar == "[" || scalar == "{" {
                depth += 1
                if depth > brackets { return place(of: offset) }
            } else if scalar == "]" || scalar == "}" {
                depth = max(0, depth - 1)
            }
        }
        return nil
    }

    /// Where a line declares a shorthand for tags, which no suite needs and the parser below is slow at.
    var firstTagDirective: Place? {
        let wanted = Array("%TAG".unicodeScalars)
        guard let start = lineStarts.first(where: { scalars[$0...].starts(with: wanted) }) else { return nil }
        return place(of: start)
    }

    /// Where a list, a mapping or an alias is used as a key, in a text that has aliases.
    ///
    /// The parser below hashes every key; a key made of aliases to aliases would take it for ever.
    var firstAliasInKey: Place? {
        guard let alias = scalars.indices.first(where: isAlias) else { return nil }
        for offset in scalars.indices {
            switch scalars[offset] {
            case "?" where startsToken(offset): return place(of: offset)
            case "]", "}":
                if followsColon(offset + 1) { return place(of: offset) }
            case "*" where offset >= alias && isAlias(offset):
                var end = offset + 1
                while end < scalars.count, Self.isWord(scalars[end]) { end += 1 }
                if followsColon(end) { return place(of: offset) }
            default: break
            }
        }
        return nil
    }

    private func isAlias(_ offset: Int) -> Bool {
        scalars[offset] == "*" && startsToken(offset) && offset + 1 < scalars.count
            && Self.isWord(scalars[offset + 1])
    }

    private func startsToken(_ offset: Int) -> Bool {
        guard offset > 0 else { return true }
        let before = scalars[offset - 1]
        return Self.isSpace(before) || "[{,:?-]}\"'".unicodeScalars.contains(before)
    }

    private func followsColon(_ start: Int) -> Bool {
        var index = start
        while index < scalars.count, Self.isSpace(scalars[index]) { index += 1 }
        return index < scalars.count && scalars[index] == ":"
    }

    /// The next place after `first` where `key` stands again as a key: in the same column, else anywhere.
    func repetition(of key: String, after first: Place) -> Place? {
        guard let start = offset(of: first) else { return nil }
        let wanted = Array(key.unicodeScalars)
        guard !wanted.isEmpty else { return nil }
        let hits = (start + 1..<max(start + 1, scalars.count)).lazy.filter { offset in
            scalars[offset...].starts(with: wanted) && !Self.isWord(scalars[offset - 1])
                && followsColon(offset + wanted.count + (quoted(offset, wanted.count) ? 1 : 0))
        }.map { offset in place(of: offset - (quoted(offset, wanted.count) ? 1 : 0)) }
        var anywhere: Place?
        for place in hits.prefix(200) {
            if place.column == first.column { return place }
            if anywhere == nil { anywhere = place }
        }
        return anywhere
    }

    private func quoted(_ offset: Int, _ count: Int) -> Bool {
        guard offset > 0, offset + count < scalars.count else { return false }
        let mark = scalars[offset - 1]
        return (mark == "\"" || mark == "'") && scalars[offset + count] == mark
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || breaks.contains(scalar)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value) || scalar == "_"
            || scalar == "-"
    }
}
