import Primitives
import Records
import Reporting

/// A decision as a report, for the formats that people read.
enum GateReport {
    /// More findings than this stand in the table only.
    private static let mostFindings = 10

    /// The report.
    static func report(_ decision: GateDecision) -> Report {
        let rows = decision.rowsByVerdict
        var sections = [verdict(decision)]
        func add(_ id: String, _ title: String, isAside: Bool = false, _ block: Section.Block) {
            sections.append(Section(id: id, title: title, isAside: isAside, blocks: [block]))
        }
        func table(_ rows: [GateDecision.Row], _ id: String) -> Section.Block {
            .table(GateRowTable.table(rows, id: id, alpha: decision.rules.alpha))
        }
        let other = rows.filter { $0.verdict != .pass }
        if !other.isEmpty { add("rows", "Not as before", table(other, "rows")) }
        if !decision.mismatches.isEmpty {
            add("mismatches", "Not compared", .list(decision.mismatches.map(\.sentence)))
        }
        if !decision.notices.isEmpty { add("notices", "Notices", .list(decision.notices)) }
        let passing = rows.filter { $0.verdict == .pass }
        if !passing.isEmpty {
            let title =
                passing.count == rows.count
                ? "All \(Phrases.count(rows.count, "statement")) pass"
                : "\(Phrases.count(passing.count, "statement")) \(passing.count == 1 ? "passes" : "pass")"
            add(
                "passing", rows.count == 1 ? "The statement" : title, isAside: true, table(passing, "passing")
            )
        }
        add("reading", "How to read this", isAside: true, .list(reading(decision)))
        return Report(title: "Gate of \(decision.suite): \(decision.verdict.rawValue)", sections: sections)
    }

    private static func verdict(_ decision: GateDecision) -> Section {
        var findings = decision.rowsByVerdict.filter { $0.verdict != .pass }.map { row in
            Finding(id: row.id, verdict: kind(row.verdict), sentence: row.sentence)
        }
        if findings.count > mostFindings {
            let more = findings.count - mostFindings + 1
            findings.removeLast(more)
            findings.append(Finding(id: "more", verdict: .notice, sentence: "\(more) more stand below."))
        }
        var blocks: [Section.Block] = [
            .paragraph(decision.verdictSentence), .paragraph(decision.countsSentence),
        ]
        if !findings.isEmpty { blocks.append(.findings(findings)) }
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
