import Records
import Statistics

/// The answer in words: the few statements that matter, and only what the tests support.
enum VerdictSection: ReportSection {
    static let id = "verdict"

    static func make(_ context: ReportContext) -> [Section] {
        let (analysis, input) = (context.analysis, context.input)
        var blocks: [Section.Block] = [.paragraph(progress(input))]
        let notices = VerdictNotices(analysis: analysis, input: input).findings
        func section(_ findings: [Finding] = []) -> [Section] {
            if !(findings + notices).isEmpty { blocks.append(.findings(findings + notices)) }
            return [Section(id: id, title: "Verdict", blocks: blocks)]
        }
        let hasValues = analysis.panels.contains { $0.methods.contains { !$0.values.isEmpty } }
        guard hasValues else {
            blocks.append(.paragraph("No cell has a result, so nothing can be said about any method."))
            return section()
        }
        guard analysis.familySize > 0 else {
            let isPresent = analysis.panels.contains(where: \.hasBaseline)
            let reason =
                isPresent
                ? "the baseline \(analysis.baseline) is the only method"
                : "no cell uses the baseline \(analysis.baseline)"
            blocks.append(.paragraph("Nothing was compared: \(reason)."))
            return section()
        }
        blocks.append(.paragraph(summary(analysis)))
        return section(VerdictFindings(analysis: analysis).all)
    }

    private static func progress(_ input: ReportInput) -> String {
        let total = input.rows.count
        let completed = input.rows.indices.count { input.rows.kind(of: $0) == .completed }
        let missing = input.rows.indices.count { input.rows.kind(of: $0) == nil }
        var parts = ["\(completed) of \(Phrases.count(total, "cell")) completed"]
        let failed = total - completed - missing
        if failed > 0 { parts.append("\(failed) failed") }
        if missing > 0 { parts.append("\(missing) not run yet") }
        return parts.joined(separator: ", ") + "."
    }

    private static func summary(_ analysis: Analysis) -> String {
        let shown = analysis.panels.flatMap(\.contrasts).count(where: analysis.isSignificant)
        let name = analysis.baseline
        let family =
            Phrases.count(analysis.familySize, "comparison") + " with the baseline"
            + (name == "baseline" ? "" : " \(name)")
        let p =
            analysis.options.correction == .none ? "p" : "p corrected by \(analysis.options.correction.short)"
        return "Of \(family), \(shown) \(shown == 1 ? "shows" : "show") a difference (\(p) below "
            + "\(NumberText.given(analysis.threshold))). A difference that is not shown is not shown to be absent either."
    }
}

extension Panel {
    /// The dataset's label, with the model's where the experiment has several.
    func title(in analysis: Analysis) -> String {
        analysis.hasOneModel ? key.dataset : "\(key.dataset), \(key.model)"
    }
}
