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
        report.sections.append(
            Section(
                id: "again", title: "To run it again",
                blocks: [.paragraph(context.command), .paragraph(decision.verdictLine)]))
        let options = RenderingOptions(maximumBytes: context.maximumBytes, hasScript: false)
        return HTMLRenderer().render(report, options).document
    }
}
