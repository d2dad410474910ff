import Primitives
import Records
import Reporting

/// A decision as a report, for the formats that people read.
enum GateReport {
    /// More findings than this stand in the table only.
    private static let mostFindings = 10

    /// More rows that are not as before than this are folded with those that pass.
    private static let mostRows = 50

    /// The report.
    static func report(_ decision: GateDecision, _ context: GateOutputContext) -> Report {
        let brief = GateBrief(decision, listsAll: context.listsAll)
        var sections = [verdict(decision, brief, context)]
        func add(_ id: String, _ title: String, isAside: Bool = false, _ blocks: Section.Block...) {
            sections.append(Section(id: id, title: title, isAside: isAside, blocks: blocks))
        }
        func table(_ rows: [GateDecision.Row], _ id: String) -> Section.Block {
            .table(GateRowTable.table(rows, id: id, alpha: decision.rules.alpha))
        }
        let other = brief.rows.filter { $0.verdict != .pass }
        let shown = Array(other.prefix(context.listsAll ? other.count : mostRows))
        if !shown.isEmpty { add("rows", "Not as before", table(shown, "rows")) }
        let sentences = (brief.problems.filter { !$0.isInTable } + brief.mismatches).map(\.sentence)
        if !sentences.isEmpty {
            add("mismatches", "Not compared", list(sentences, more: brief.moreMismatches))
        }
        if !brief.notices.isEmpty { add("notices", "Notices", list(brief.notices, more: brief.moreNotices)) }
        // What stands in no table for its lack of numbers, or of anything to say, is said in a sentence.
        let isSaid = Set(shown.map(\.id))
        let rest = decision.rowsByVerdict.filter { row in
            !isSaid.contains(row.id) && (context.listsAll || !row.isQuiet && row.hasNumbers)
        }
        let isLong = rest.count > GateBrief.few
        if isLong, !brief.passing.isEmpty { add("passes", "What passes", .list(brief.passing)) }
        var blocks: [Section.Block] = isLong || brief.passing.isEmpty ? [] : [.list(brief.passing)]
        if !rest.isEmpty { blocks.append(table(rest, "passing")) }
        if !blocks.isEmpty {
            sections.append(
                Section(id: "passing", title: title(decision, rest), isAside: true, blocks: blocks))
        }
        add("reading", "How to read this", isAside: true, .list(reading(decision)))
        return Report(title: "Gate of \(decision.suite): \(decision.verdict.rawValue)", sections: sections)
    }

    /// Sentences, and how many more there are.
    private static func list(_ sentences: [String], more: Int) -> Section.Block {
        .list(sentences + (more > 0 ? ["… and \(more) more; --all-rows lists all."] : []))
    }

    /// What stands above the folded rows.
    private static func title(_ decision: GateDecision, _ rest: [GateDecision.Row]) -> String {
        guard rest.allSatisfy({ $0.verdict == .pass }) else { return "The other statements" }
        let passing = decision.rows.count { $0.verdict == .pass }
        guard passing == decision.rows.count else {
            return "\(Phrases.count(passing, "statement")) \(passing == 1 ? "passes" : "pass")"
        }
        return passing == 1 ? "The statement" : "All \(passing) statements pass"
    }

    private static func verdict(
        _ decision: GateDecision, _ brief: GateBrief, _ context: GateOutputContext
    ) -> Section {
        let items = brief.problems + brief.rows.filter { $0.verdict == .improved }.map(decision.item)
        let all = items.count + brief.moreProblems + brief.moreBetter
        let chosen = all > mostFindings ? items.chosen(atMost: mostFindings - 1) : items
        var findings = chosen.map { Finding(id: $0.id, verdict: kind($0.verdict), sentence: $0.sentence) }
        if all > chosen.count {
            // In a table, or with what is not compared.
            let more = all - chosen.count
            findings.append(
                Finding(
                    id: "more", verdict: .notice,
                    sentence: "\(more) more \(more == 1 ? "stands" : "stand") below."))
        }
        var blocks: [Section.Block] = [
            .paragraph(decision.verdictSentence), .paragraph(decision.countsSentence),
        ]
        if !findings.isEmpty { blocks.append(.findings(findings)) }
        blocks += GateAdvice(decision, context).sentences.map(Section.Block.paragraph)
        return Section(id: "verdict", title: "Verdict", blocks: blocks)
    }

    private static func kind(_ verdict: GateVerdict) -> Finding.Verdict {
        switch verdict {
        case .regressed: .worse
        case .improved: .better
        case .inconclusive: .undecided
        case .incomparable, .nothingMeasured, .pass: .notice
        }
    }

    private static func reading(_ decision: GateDecision) -> [String] {
        let level = Phrases.percent(1 - 2 * decision.rules.alpha)
        return [
            "Both sides train the same seeds; a difference is that of the means over pairs of seeds, "
                + "now − baseline, "
                + "with its \(level) interval where it was tested.",
            "pass: every pair has the same bits, or it is shown to be less worse than the margin. "
                + "improved: shown to be "
                + "better. regressed: shown to be worse, and not to be within the margin.",
            "inconclusive: neither is shown; “needs” is the number of pairs that would decide it, were "
                + "the true "
                + "difference the one seen.",
            "incomparable: a configuration, a dataset or the arithmetic is another, or one side lacks "
                + "it. nothing "
                + "measured: no pair has a value on both sides.",
            "p is that of the test that decided, after Holm's correction over all statements that "
                + "needed one; of an "
                + "inconclusive statement that against “worse by the margin or more”.",
            "Failures are shares of cells, memory is the sum of the programs' bytes and speed is "
                + "relative to a calibration "
                + "loop in the same run; their differences are shares.",
        ]
    }
}
