import Primitives

/// A table of texts for a terminal: columns aligned, two spaces between them.
struct AlignedTable {
    /// A cell takes no more columns than this.
    private let widest: Int
    /// The headings.
    let titles: [String]
    /// Which columns are aligned to the right: numbers.
    let isRight: [Bool]
    private var rows: [[String]] = []

    /// A table without rows.
    init(_ titles: [String], isRight: [Bool], widest: Int = 40) {
        precondition(titles.count == isRight.count, "an alignment per column")
        self.widest = widest
        self.titles = titles.map { Self.shown($0, widest) }
        self.isRight = isRight
    }

    /// How many rows there are.
    var rowCount: Int { rows.count }

    /// Adds a row of as many cells as there are titles.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == titles.count, "a cell per column")
        rows.append(cells.map { Self.shown($0, widest) })
    }

    /// The lines, at most `width` wide where given: the last columns stay, those before them give way.
    ///
    /// `last` columns stay whatever the width; where some had to go, the last line says how many.
    func lines(width: Int? = nil, keeping last: Int = 0) -> [String] {
        let widths = titles.indices.map { column in
            rows.reduce(TextWidth.of(titles[column])) { max($0, TextWidth.of($1[column])) }
        }
        var kept = Array(titles.indices)
        if let width {
            var taken = widths.suffix(last).reduce(0) { $0 + $1 + 2 }
            kept = titles.indices.dropLast(last).prefix { column in
                taken += widths[column] + 2
                return taken - 2 <= width
            }
            if kept.isEmpty, last == 0 { kept = [0] }
            kept += titles.indices.suffix(last)
        }
        let lines = ([titles] + rows).map { cells in
            var line = kept.map { column in
                let space = String(repeating: " ", count: widths[column] - TextWidth.of(cells[column]))
                return isRight[column] ? space + cells[column] : cells[column] + space
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        let hidden = titles.count - kept.count
        return lines
            + (hidden > 0 ? ["(\(hidden) more \(hidden == 1 ? "column" : "columns") not shown)"] : [])
    }

    /// On one line, and cut where it is long.
    private static func shown(_ text: String, _ widest: Int) -> String {
        let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "␣" : Character($0) }
        return line.count > widest ? String(line.prefix(widest - 1)) + "…" : String(line)
    }
}
