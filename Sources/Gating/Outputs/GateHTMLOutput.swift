import Primitives
import Reporting

/// A page that needs nothing else and runs no script, to be kept beside a build.
public struct GateHTMLOutput: GateOutput {
    /// "html".
    public let format = "html"
    /// What it is for.
    public let summary = "a page that needs nothing else, to be kept beside a build"

    /// The output.
    public init() {}

    /// The page; where it is too long, rows that pass are left out first, and it says so.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        var report = GateReport.report(decision, context)
        report.sections = report.sections.map(Self.headedByPlace)
        report.sections.append(
            Section(
                id: "again", title: "To run it again",
                blocks: [.paragraph(context.command), .paragraph(decision.verdictLine)]))
        let options = RenderingOptions(maximumBytes: context.maximumBytes, hasScript: false)
        return HTMLRenderer().render(report, options).document
    }

    /// A section whose tables begin with the place: a page takes the first column for the rows' headings, which it
    /// breaks inside words where there is little room.
    private static func headedByPlace(_ section: Section) -> Section {
        var section = section
        section.blocks = section.blocks.map { block in
            guard case .table(var table) = block,
                let place = table.columns.firstIndex(where: { $0.id == "where" })
            else { return block }
            // "of" goes with the column before it.
            table.columns[place].title = "where"
            table.columns.swapAt(0, place)
            for row in table.rows.indices { table.rows[row].swapAt(0, place) }
            return .table(table)
        }
        return section
    }
}
