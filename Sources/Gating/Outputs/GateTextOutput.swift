import Primitives
import Records
import Reporting

/// What a terminal shows: the verdict, a table, what passes, what could not be compared, notices, what to do next,
/// and a last line `verdict: …`.
public struct GateTextOutput: GateOutput {
    /// "text".
    public let format = "text"
    /// What it is for.
    public let summary = "for terminals and logs; the last line is the verdict"

    /// The output.
    public init() {}

    /// The text; where it is too long rows are left out, those that pass first, and it says so.
    public func render(_ decision: GateDecision, _ context: GateOutputContext) -> String {
        let brief = GateBrief(decision, listsAll: context.listsAll)
        let rows = brief.rows
        let whole = document(decision, brief, context, most: rows.count)
        guard let maximum = context.maximumBytes, whole.utf8.count > maximum else { return whole }
        let notGood = rows.prefix { !$0.verdict.isGood }.count
        let limits = [notGood] + [100, 50, 20, 10, 5, 3, 1].filter { $0 < notGood }
        var shortest = whole
        for limit in limits {
            shortest = document(decision, brief, context, most: limit)
            if shortest.utf8.count <= maximum { break }
        }
        return shortest
    }

    private func document(
        _ decision: GateDecision, _ brief: GateBrief, _ context: GateOutputContext, most: Int
    ) -> String {
        var lines = [
            "gate of suite \(decision.suite) against baseline \(decision.baselineName)",
            decision.verdictSentence, decision.countsSentence,
        ]
        let table = GateRowTable.table(
            Array(brief.rows.prefix(most)), id: "rows", alpha: decision.rules.alpha)
        if !table.rows.isEmpty { lines += [""] + aligned(table) }
        if brief.moreBetter > 0 {
            lines.append("… and \(Phrases.count(brief.moreBetter, "more row")) that improved")
        }
        if brief.rows.count > most {
            lines.append("… and \(Phrases.count(brief.rows.count - most, "row")) more, left out to fit")
        }
        if !brief.passing.isEmpty { lines += [""] + brief.passing.map { "pass: \($0)" } }
        let all = (brief.problems + brief.mismatches).worstFirst(\.verdict)
        let isShortened = most < brief.rows.count
        let problems = isShortened ? all.chosen(atMost: max(most, 2 * GateBrief.few)) : all
        let hint = context.listsAll ? ", left out to fit" : " (--all-rows lists all)"
        lines += Self.block(
            problems.map { "\($0.verdict.rawValue): \($0.sentence)" },
            brief.moreProblems + brief.moreMismatches + all.count - problems.count, "statement", hint)
        lines += Self.block(brief.notices.map { "note: \($0)" }, brief.moreNotices, "note", hint)
        let advice = GateAdvice(decision, context).sentences
        if !advice.isEmpty { lines += [""] + advice.map { "next: \($0)" } }
        lines.append(decision.verdictLine)
        return lines.map(Self.line).joined(separator: "\n") + "\n"
    }

    /// Lines after an empty one, and how many more there are.
    private static func block(_ lines: [String], _ more: Int, _ noun: String, _ hint: String) -> [String] {
        guard !lines.isEmpty else { return [] }
        return [""] + lines + (more > 0 ? ["… and \(Phrases.count(more, "more \(noun)"))\(hint)"] : [])
    }

    private func aligned(_ table: Table) -> [String] {
        let rows = [table.columns.map(\.title)] + table.rows.map { $0.map { Self.line($0.text) } }
        let widths = table.columns.indices.map { column in
            rows.map { TextWidth.of($0[column]) }.max() ?? 0
        }
        return rows.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let space = String(repeating: " ", count: widths[column] - TextWidth.of(cell))
                line += (column == 0 ? "" : "  ")
                line += table.columns[column].alignment == .right ? space + cell : cell + space
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// A text on one line, without characters that a terminal obeys.
    static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                result.append(scalar == "\n" || scalar == "\r" || scalar == "\t" ? " " : "\u{FFFD}")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}
