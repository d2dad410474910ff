import Primitives

/// All tables and the numbers behind all figures as one table in long form (RFC 4180): a line per cell, or per part
/// of a cell whose value has several.
public struct CSVRenderer: ReportRenderer {
    /// "csv".
    public let format = "csv"
    /// "csv".
    public let fileExtension = "csv"

    /// The renderer.
    public init() {}

    private static let header = ExportTable.line([
        "section", "table", "row", "column", "text", "value", "address",
    ])

    /// Whether a document begins as this one does; it has no marker that would say so.
    public static func isReport(_ document: String) -> Bool {
        document.utf8.starts(with: header.utf8)
    }

    /// The header, and a line for everything that has a value.
    ///
    /// `column` is the column's name, with the part's after a dot where the value has several
    /// ("difference.lower"); `value` is a number with all its digits, or the text of what is no number, or empty.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        var text = Self.header
        for section in report.sections {
            for block in section.blocks {
                switch block {
                case .table(let table): write(table, of: section, to: &text)
                case .figure(let figure): write(figure.data, of: section, to: &text)
                case .paragraph, .list, .findings: continue
                }
            }
        }
        return RenderedReport(document: text)
    }

    private func write(_ table: Table, of section: Section, to text: inout String) {
        for (row, cells) in table.rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                let name = table.columns[column].id
                for (part, value) in parts(of: cell) {
                    text += ExportTable.line([
                        section.id, table.id, table.rowIDs[row], part.isEmpty ? name : "\(name).\(part)",
                        cell.text, value, table.address(row: row, column: column),
                    ])
                }
            }
        }
    }

    /// The names of the parts and their texts; at least one, so that every cell has a line.
    private func parts(of cell: Table.Cell) -> [(name: String, value: String?)] {
        guard cell.value != nil else { return [("", cell.text)] }
        let leaves = CellText.leaves(cell.value)
        return leaves.isEmpty ? [("", nil)] : leaves.map { ($0.name, CellText.plain($0.value)) }
    }
}
