import Primitives

/// A table in GitHub's notation, its columns padded to one width.
enum PaddedTable {
    /// Columns are padded to the widest text up to this; one longer text must not pad every row.
    private static let widest = 72

    /// The lines of the table, without an end of line after the last.
    static func text(_ table: Table) -> String {
        let titles = table.columns.map { MarkdownText.inline($0.title) }
        let rows = table.rows.map { $0.map(text) }
        var widths = titles.map { max(3, TextWidth.of($0)) }
        for row in rows {
            for (column, text) in row.enumerated() {
                let width = TextWidth.of(text)
                if width <= widest { widths[column] = max(widths[column], width) }
            }
        }
        func line(_ cells: [String]) -> String {
            var line = "|"
            for (column, cell) in cells.enumerated() {
                let space = String(repeating: " ", count: max(0, widths[column] - TextWidth.of(cell)))
                line +=
                    table.columns[column].alignment == .right ? " \(space)\(cell) |" : " \(cell)\(space) |"
            }
            return line
        }
        let rule = zip(table.columns, widths).map { column, width in
            let dashes = String(repeating: "-", count: width - 1)
            return column.alignment == .right ? dashes + ":" : ":" + dashes
        }
        return ([line(titles), line(rule)] + rows.map(line)).joined(separator: "\n")
    }

    private static func text(_ cell: Table.Cell) -> String {
        let text = MarkdownText.inline(cell.text)
        // Emphasis must touch no space, and there is none of nothing.
        return cell.isStrong && !text.isEmpty && text.first != " " && text.last != " " ? "**\(text)**" : text
    }
}
