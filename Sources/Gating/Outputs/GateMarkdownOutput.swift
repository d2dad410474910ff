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
        let report = GateReport.report(decision)
        let options = RenderingOptions(maximumBytes: room)
        return head + MarkdownRenderer().render(report, options).document + tail
    }

    /// `<!-- bench-gate: SUITE BASELINE -->`, the same for every decision of this suite and baseline.
    static func marker(_ decision: GateDecision) -> String {
        "<!-- bench-gate: \(word(decision.suite)) \(word(decision.baselineName)) -->"
    }

    /// One word that neither ends a comment nor breaks the line: what is not a letter, digit or one of `._/-`
    /// stands as its bytes, as in a URL.
    private static func word(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x5F, 0x2F:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            // Two hyphens in a row would end a comment.
            case 0x2D where result.last != "-": result += "-"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
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
