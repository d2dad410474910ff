import Primitives

/// The report as one line of canonical JSON, with everything that it holds; every cell has its text and, in `value`,
/// all its digits.
public struct JSONRenderer: ReportRenderer {
    /// "json".
    public let format = "json"
    /// "json".
    public let fileExtension = "json"
    /// Of the members: 1 had neither names, nor findings, nor figures.
    static let version = 2

    /// The renderer.
    public init() {}

    /// The document: `{"sections": [{"blocks": […], "title": …}], "title": …, "version": 2}`.
    public func render(_ report: Report, _ options: RenderingOptions) -> RenderedReport {
        let sections = report.sections.map { section -> JSONValue in
            [
                "id": .string(section.id), "title": .string(section.title),
                "aside": .boolean(section.isAside), "blocks": .array(section.blocks.map(block)),
            ]
        }
        var members: [String: JSONValue] = [
            "title": .string(report.title), "sections": .array(sections), "version": .integer(Self.version),
        ]
        members["report"] = options.marker(hasFigures: false)?.json
        return RenderedReport(document: JSONValue.object(members).canonical + "\n")
    }

    private func block(_ block: Section.Block) -> JSONValue {
        switch block {
        case .paragraph(let text): ["paragraph": .string(text)]
        case .list(let items): ["list": .array(items.map(JSONValue.string))]
        case .table(let table): ["table": self.table(table)]
        case .figure(let figure):
            [
                "figure": [
                    "id": .string(figure.id), "title": .string(figure.title),
                    "caption": .string(figure.caption), "kind": .string(figure.content.kind),
                    "data": table(figure.data),
                ]
            ]
        case .findings(let findings): ["findings": .array(findings.map(finding))]
        }
    }

    private func finding(_ finding: Finding) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(finding.id), "verdict": .string(finding.verdict.rawValue),
            "sentence": .string(finding.sentence),
        ]
        if let stability = finding.stability {
            members["stability"] = ["holds": .integer(stability.holds), "of": .integer(stability.of)]
        }
        return .object(members)
    }

    private func table(_ table: Table) -> JSONValue {
        let columns = table.columns.map { column -> JSONValue in
            [
                "id": .string(column.id), "title": .string(column.title),
                "alignment": column.alignment == .right ? "right" : "left",
            ]
        }
        let rows = table.rows.indices.map { row -> JSONValue in
            var members: [String: JSONValue] = [:]
            for (column, cell) in table.rows[row].enumerated() {
                members[table.columns[column].id] = self.cell(
                    cell, address: table.address(row: row, column: column))
            }
            return .object(members)
        }
        return [
            "id": .string(table.id), "title": .string(table.title), "columns": .array(columns),
            "rows": .array(rows), "row_ids": .array(table.rowIDs.map(JSONValue.string)),
            "notes": .array(table.notes.map(JSONValue.string)),
        ]
    }

    private func cell(_ cell: Table.Cell, address: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "text": .string(cell.text), "value": cell.value ?? .string(cell.text),
            "address": .string(address),
        ]
        if cell.isStrong { members["strong"] = true }
        if let origin = cell.origin { members["formula"] = .string(origin.formula) }
        return .object(members)
    }
}

extension Figure.Content {
    /// The kind's name for programs.
    var kind: String {
        switch self {
        case .learningCurves: "learning-curves"
        case .forest: "forest"
        case .criticalDifference: "critical-difference"
        case .performanceProfile: "performance-profile"
        case .rankHeatMap: "rank-heat-map"
        case .reliability: "reliability"
        case .sensitivity: "sensitivity"
        case .pareto: "pareto"
        case .seedScatter: "seed-scatter"
        }
    }
}
