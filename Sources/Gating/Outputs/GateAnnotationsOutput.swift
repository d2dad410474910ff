import Primitives
import Records
import Reporting

/// Workflow commands that GitHub shows as annotations at the lines of the suite.
///
/// Errors for what ends the gate, warnings for what is undecided, notices for what readers should know beside and for
/// what is better. GitHub shows ten of a kind per step (docs.github.com, workflow commands), so that what has one
/// cause is one annotation, each kind of statement is among the first of them, and the last of more says how many
/// are left out and of what.
public struct GateAnnotationsOutput: GateOutput {
    /// "github".
    public let format = "github"
    /// What it is for.
    public let summary =
        "workflow commands on standard output, which GitHub shows as annotations of the suite"
    /// As many of a kind as GitHub shows per step.
    private static let most = 10

    /// The output.
    public init() {}

    /// The commands, the worst first, and a last line with the verdict.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        var lines: [String] = []
        let items = decision.groupedItems
        for kind in ["error", "warning", "notice"] {
            let notices = kind == "notice" ? decision.notices : []
            let all = items.filter { Self.kind($0.verdict) == kind }
            let isTooMany = notices.count + all.count > Self.most
            let shownNotices = notices.prefix(isTooMany ? Self.most - 1 : notices.count)
            let shown = isTooMany ? all.chosen(atMost: Self.most - 1 - shownNotices.count) : all
            lines += shownNotices.map { notice($0, decision, context) }
            lines += shown.map { item in
                command(kind, "\(item.verdict.rawValue): \(item.title)", item.sentence, item.line, context)
            }
            if isTooMany {
                let rest = notices.count + all.count - shownNotices.count - shown.count
                var kinds = Self.kinds(all, without: shown)
                if notices.count > shownNotices.count { kinds.insert("notices", at: 0) }
                lines.append(
                    command(
                        kind, "\(rest) more",
                        "\(rest) more statements of the gate of \(decision.suite) (\(Phrases.list(kinds))); the "
                            + "step summary has all.", decision.rules.line, context))
            }
        }
        return (lines + [decision.verdictLine]).map { $0 + "\n" }.joined()
    }

    /// The kinds of what is left out: `regressed: test accuracy`.
    private static func kinds(_ items: [GateItem], without shown: [GateItem]) -> [String] {
        let isShown = Set(shown.map(\.id))
        var kinds: [String] = []
        for item in items where !isShown.contains(item.id) {
            let kind = "\(item.verdict.rawValue): \(item.kind)"
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }

    private func notice(_ text: String, _ decision: GateDecision, _ context: GateOutputContext) -> String {
        command("notice", "gate of \(decision.suite)", text, decision.rules.line, context)
    }

    private static func kind(_ verdict: GateVerdict) -> String? {
        switch verdict {
        case .regressed, .incomparable, .nothingMeasured: "error"
        case .inconclusive: "warning"
        case .improved: "notice"
        case .pass: nil
        }
    }

    private func command(
        _ kind: String, _ title: String, _ message: String, _ line: Int?, _ context: GateOutputContext
    ) -> String {
        var properties = ["file=" + Self.property(context.suitePath)]
        if let line { properties.append("line=\(line)") }
        properties.append("title=" + Self.property(title))
        return "::\(kind) \(properties.joined(separator: ","))::\(Self.data(message))"
    }

    /// What may stand after the second `::`.
    static func data(_ text: String) -> String { escaped(text, "%\r\n") }

    /// What may stand as the value of a property.
    static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

    /// The text with some ASCII characters as their bytes, as in a URL.
    private static func escaped(_ text: String, _ special: String) -> String {
        var result = String.UnicodeScalarView()
        // Character by character would miss what a combining mark follows.
        for scalar in text.unicodeScalars {
            if special.unicodeScalars.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result.append(contentsOf: ("%" + (digits.count == 1 ? "0" : "") + digits).unicodeScalars)
            } else if scalar.properties.generalCategory == .control {
                result.append("\u{FFFD}")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
