import Primitives

/// The report as one line of canonical JSON; every cell has its text and, in `value`, all its digits.
public struct JSONRenderer: ReportRenderer {
    /// "json".
    public let format = "json"
    /// "json".
    public let fileExtension = "json"

    /// The renderer.
    public init() {}

    /// The document: `{"sections": [{"blocks": […], "title": …}], "title": …}`.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        let sections = report.sections.map { section -> JSONValue in
            ["title": .string(section.title), "blocks": .array(section.blocks.map(block))]
        }
        let document: JSONValue = ["title": .string(report.title), "sections": .array(sections)]
        return RenderedReport(document: document.canonical + "\n")
    }

    private func block(_ block: Section.Block) -> JSONValue {
        switch block {
        case .paragraph(let text): ["paragraph": .string(text)]
        case .list(let items): ["list": .array(items.map(JSONValue.string))]
        case .table(let table): ["table": self.table(table)]
        case .figure(let figure): ["figure": ["id": .string(figure.id), "caption": .string(figure.caption)]]
        case .findings(let findings): ["findings": .array(findings.map { .string($0.sentence) })]
        }
    }

    private func table(_ table: Table) -> JSONValue {
        let columns = table.columns.map { column -> JSONValue in
            ["id": .string(column.id), "title": .string(column.title)]
        }
        let rows = table.rows.map { row -> JSONValue in
            .object(Dictionary(uniqueKeysWithValues: zip(table.columns, row).map { ($0.id, cell($1)) }))
        }
        return [
            "columns": .array(columns), "rows": .array(rows),
            "notes": .array(table.notes.map(JSONValue.string)),
        ]
    }

    private func cell(_ cell: Table.Cell) -> JSONValue {
        ["text": .string(cell.text), "value": cell.value ?? .string(cell.text)]
    }
}
