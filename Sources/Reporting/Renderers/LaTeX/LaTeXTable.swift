/// A table as booktabs: on one page where it is short, as a longtable with a repeated head otherwise.
///
/// Its size and place are chosen by the widths of its texts, so that nothing runs over the margin.
struct LaTeXTable {
    /// A size of letters, with how many of them fit into a line of the page.
    private struct Size {
        var command: String
        var portrait: Int
        var landscape: Int
    }

    private static let sizes = [
        Size(command: "\\footnotesize", portrait: 110, landscape: 168),
        Size(command: "\\scriptsize", portrait: 126, landscape: 192),
        Size(command: "\\tiny", portrait: 158, landscape: 240),
    ]
    private static let mostRowsOnOnePage = 30
    /// Wider tables are scaled down, which a longtable cannot be, so that they are cut into pieces.
    private static let mostScaledRows = 25
    /// Columns of longer texts may be broken into lines.
    private static let longest = 34

    private let table: Table

    /// The lines of the table with its title.
    static func text(_ table: Table) -> String { LaTeXTable(table: table).text }

    private var text: String {
        let widths = table.columns.indices.map { column in
            table.rows.reduce(LaTeXText.width(table.columns[column].title)) {
                max($0, LaTeXText.width($1[column].text))
            }
        }
        // The room between columns takes as much as two letters.
        let natural = widths.reduce(0) { $0 + $1 + 2 }
        let broken = table.columns.indices.filter {
            table.columns[$0].alignment == .left && widths[$0] > Self.longest
        }
        let rigid = natural - broken.reduce(0) { $0 + widths[$1] - Self.longest }
        if let size = Self.sizes.prefix(2).first(where: { natural <= $0.portrait }) {
            return layout(size, specification(widths, broken: [], of: size.portrait))
        }
        if let size = Self.sizes.prefix(2).first(where: { rigid <= $0.portrait }) {
            return layout(size, specification(widths, broken: broken, of: size.portrait))
        }
        let size = Self.sizes.first { rigid <= $0.landscape } ?? Self.sizes[2]
        let columns = specification(
            widths, broken: natural <= size.landscape ? [] : broken, of: size.landscape)
        let isTooWide = rigid > size.landscape
        return "\n\\begin{landscape}\n" + (isTooWide ? scaled(size, columns) : layout(size, columns))
            + "\\end{landscape}\n"
    }

    /// The columns' letters; broken columns share what the others leave, by what they would like to have.
    private func specification(_ widths: [Int], broken: [Int], of room: Int) -> String {
        let others = widths.indices.filter { !broken.contains($0) }.reduce(0) { $0 + widths[$1] }
        let left = 0.97 * Double(room - others - 2 * widths.count) / Double(room)
        let wanted = broken.reduce(0) { $0 + min(widths[$1], 120) }
        let columns = table.columns.indices.map { column -> String in
            guard broken.contains(column) else {
                return table.columns[column].alignment == .right ? "r" : "l"
            }
            let share = left * Double(min(widths[column], 120)) / Double(wanted)
            let permille = Int(share * 1000)
            let digits = String(1000 + max(80, min(950, permille))).dropFirst()
            return ">{\\raggedright\\arraybackslash}p{0.\(digits)\\linewidth}"
        }
        return "@{}" + columns.joined() + "@{}"
    }

    /// Pieces that are scaled to the width of the line, whatever their own is.
    private func scaled(_ size: Size, _ columns: String) -> String {
        let pieces = stride(from: 0, to: max(1, table.rows.count), by: Self.mostScaledRows).map { start in
            let rows = table.rows[start..<min(start + Self.mostScaledRows, table.rows.count)]
            return "\n{\(settings(size))\n\\resizebox{\\linewidth}{!}{%\n\\begin{tabular}{\(columns)}\n"
                + head
                + lines(rows) + "\\bottomrule\n\\end{tabular}}\\par}\n"
        }
        return title + pieces.joined()
    }

    private var title: String {
        table.title.isEmpty ? "" : "\n\\subsection*{\(LaTeXText.escape(table.title))}\n"
    }

    private var head: String {
        let titles = table.columns.map { "\\textbf{\(LaTeXText.escape($0.title))}" }
        return "\\toprule\n" + titles.joined(separator: " & ") + " \\\\\n\\midrule\n"
    }

    private func settings(_ size: Size) -> String { "\(size.command)\\setlength{\\tabcolsep}{3.5pt}" }

    private func lines(_ rows: ArraySlice<[Table.Cell]>) -> String {
        rows.map { $0.map(text).joined(separator: " & ") + " \\\\\n" }.joined()
    }

    private func layout(_ size: Size, _ columns: String) -> String {
        let rows = lines(table.rows[...])
        let settings = settings(size)
        if table.rows.count > Self.mostRowsOnOnePage {
            return title + "\n{\(settings)\n\\begin{longtable}[l]{\(columns)}\n" + head
                + "\\endhead\n\\bottomrule\n\\endfoot\n" + rows + "\\end{longtable}}\n"
        }
        return title + "\n{\(settings)\n\\begin{tabular}{\(columns)}\n" + head + rows
            + "\\bottomrule\n\\end{tabular}\\par}\n"
    }

    private func text(_ cell: Table.Cell) -> String {
        let text = LaTeXText.breakable(cell.text)
        // A bracket at the beginning of a row would belong to the end of the row before.
        if cell.isStrong, !text.isEmpty { return "\\textbf{\(text)}" }
        return text.hasPrefix("[") || text.hasPrefix("*") ? "{}" + text : text
    }
}
