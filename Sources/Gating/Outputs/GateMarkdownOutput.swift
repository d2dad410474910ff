import Reporting

/// Markdown for a step summary or a pull-request comment.
///
/// Its first line is a comment that readers do not see, by which a program finds the comment again and
/// replaces it rather than adding another. GitHub takes 65,536 characters in a comment and 1 MiB in a step
/// summary.
public struct GateMarkdownOutput: GateOutput {
    /// "markdown".
    public let format = "markdown"
    /// What it is for.
    public let summary =
        "for step summaries and pull-request comments; the first line finds the comment again"

    /// The output.
    public init() {}

    /// The document; where it is too long, rows that pass are left out first, and it says so.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let head = Self.marker(decision) + "\n\n"
        let tail =
            "\n" + Self.code(context.command) + "\n\n" + MarkdownText.block(decision.verdictLine) + "\n"
        let room = context.maximumBytes.map { max(1, $0 - head.utf8.count - tail.utf8.count) }
        let report = GateReport.report(decision, context)
        let options = RenderingOptions(maximumBytes: room)
        return head + MarkdownRenderer().render(report, options).document + tail
    }

    /// `<!-- bench-gate: SUITE BASELINE -->`, the same for every decision of this suite and baseline.
    static func marker(_ decision: GateDecision) -> String {
        "<!-- bench-gate: \(word(decision.suite)) \(word(decision.baselineName)) -->"
    }

    /// One word that neither ends a comment, as two hyphens would, nor breaks the line.
    private static func word(_ text: String) -> String {
        MarkdownText.address(text).replacing("--", with: "-%2D")
    }

    /// A command as a block of code, whatever backticks it holds.
    private static func code(_ command: String) -> String {
        var longest = 2
        var run = 0
        for scalar in command.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "To run it again:\n\n\(fence)sh\n\(command)\n\(fence)"
    }
}
