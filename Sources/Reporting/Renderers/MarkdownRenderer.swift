import Primitives

/// GitHub-flavoured Markdown whose raw text also reads well in a terminal: table columns are padded to one
/// width.
public struct MarkdownRenderer: ReportRenderer {
    /// "markdown".
    public let format = "markdown"
    /// "md".
    public let fileExtension = "md"

    /// The renderer.
    public init() {}

    /// The document.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        var parts = ["# " + MarkdownText.inline(report.title)]
        for section in report.sections {
            parts.append("## " + MarkdownText.inline(section.title))
            parts += section.blocks.map(render)
        }
        return RenderedReport(document: parts.joined(separator: "\n\n") + "\n")
    }

    private func render(_ block: Section.Block) -> String {
        switch block {
        case .paragraph(let text): return MarkdownText.block(text)
        case .list(let items): return list(items)
        case .table(let table):
            return render(table) + (table.notes.isEmpty ? "" : "\n\n" + list(table.notes))
        case .figure(let figure): return MarkdownText.block(figure.caption)
        case .findings(let findings): return list(findings.map(\.sentence))
        }
    }

    private func list(_ items: [String]) -> String {
        items.map { "- " + MarkdownText.block($0) }.joined(separator: "\n")
    }

    private func render(_ table: Table) -> String {
        let titles = table.columns.map { MarkdownText.inline($0.title) }
        let rows = table.rows.map { row in row.map { MarkdownText.inline($0.text) } }
        let widths = titles.indices.map { column in
            rows.reduce(max(3, TextWidth.of(titles[column]))) { max($0, TextWidth.of($1[column])) }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - TextWidth.of(cells[column]))
                return table.columns[column].alignment == .right
                    ? space + cells[column] : cells[column] + space
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = zip(table.columns, widths).map { column, width in
            let dashes = String(repeating: "-", count: width - 1)
            return column.alignment == .right ? dashes + ":" : ":" + dashes
        }
        return ([line(titles), "| " + rule.joined(separator: " | ") + " |"] + rows.map(line))
            .joined(separator: "\n")
    }
}
