import Records
import Statistics

/// The answer in words: only what the tests support.
enum VerdictSection: ReportSection {
    static let id = "verdict"

    static func make(_ context: ReportContext) -> [Section] {
        let (analysis, input) = (context.analysis, context.input)
        var blocks: [Section.Block] = [.paragraph(progress(input))]
        let hasValues = analysis.panels.contains { $0.methods.contains { !$0.values.isEmpty } }
        guard hasValues else {
            blocks.append(.paragraph("No cell has a result, so nothing can be said about any method."))
            return [Section(id: id, title: "Verdict", blocks: blocks)]
        }
        guard analysis.familySize > 0 else {
            let baseline = input.experiment.baseline
            let isPresent = analysis.panels.contains(where: \.hasBaseline)
            let reason =
                isPresent
                ? "the baseline \(baseline) is the only method" : "no cell uses the baseline \(baseline)"
            blocks.append(.paragraph("Nothing was compared: \(reason)."))
            return [Section(id: id, title: "Verdict", blocks: blocks)]
        }
        let tested = analysis.panels.flatMap(\.contrasts).filter { $0.adjustedP != nil }
        let shown = tested.filter(analysis.isSignificant).count
        let verb = shown == 1 ? "shows" : "show"
        let name = input.experiment.baseline
        let family =
            count(analysis.familySize, "comparison") + " with the baseline"
            + (name == "baseline" ? "" : " \(name)")
        blocks.append(
            .paragraph(
                "Of \(family), \(shown) \(verb) a difference (Holm-corrected p below "
                    + "\(NumberText.given(analysis.threshold))). A difference that is not shown is not shown "
                    + "to be absent either."))
        blocks.append(.list(analysis.panels.filter { !$0.contrasts.isEmpty }.map { line($0, analysis) }))
        return [Section(id: id, title: "Verdict", blocks: blocks)]
    }

    private static func progress(_ input: ReportInput) -> String {
        let total = input.rows.count
        let completed = input.rows.indices.count { input.rows.kind(of: $0) == .completed }
        let missing = input.rows.indices.count { input.rows.kind(of: $0) == nil }
        var parts = ["\(completed) of \(count(total, "cell")) completed"]
        let failed = total - completed - missing
        if failed > 0 { parts.append("\(failed) failed") }
        if missing > 0 { parts.append("\(missing) not run yet") }
        return parts.joined(separator: ", ") + "."
    }

    private static func line(_ panel: Panel, _ analysis: Analysis) -> String {
        guard let metric = panel.metric else {
            return "\(panel.title(in: analysis)): no primary metric is set."
        }
        var parts: [String] = []
        let significant = panel.contrasts.filter(analysis.isSignificant)
        for word in ["better", "worse", "higher", "lower"] {
            let found = significant.filter { metric.word(for: $0.difference?.estimate.mean ?? 0) == word }
            guard !found.isEmpty else { continue }
            let names = found.map { "\($0.label) (\(evidence($0)))" }.joined(separator: ", ")
            parts.append("\(word) than \(panel.baseline): \(names)")
        }
        let undecided = panel.contrasts.filter { $0.adjustedP != nil && !analysis.isSignificant($0) }
        if undecided.count > 3, undecided.count == panel.contrasts.count {
            parts.append("no difference shown for any of the \(undecided.count) methods")
        } else if !undecided.isEmpty {
            parts.append("no difference shown: \(names(undecided))")
        }
        let identical = panel.contrasts.filter { $0.difference?.test == .identical }
        if !identical.isEmpty { parts.append("identical on every seed compared: \(names(identical))") }
        let ruined = panel.contrasts.filter { $0.values.isEmpty && !$0.failures.isEmpty }
        if !ruined.isEmpty { parts.append("failed on every seed: \(names(ruined))") }
        let untested = panel.contrasts.filter {
            $0.adjustedP == nil && $0.difference?.test != .identical
                && !($0.values.isEmpty && !$0.failures.isEmpty)
        }
        if !untested.isEmpty { parts.append("not testable: \(names(untested))") }
        return "\(panel.title(in: analysis)), \(metric.id)\(metric.arrow): \(parts.joined(separator: "; "))."
    }

    private static func names(_ methods: [MethodSummary]) -> String {
        methods.map(\.label).joined(separator: ", ")
    }

    private static func evidence(_ method: MethodSummary) -> String {
        guard let difference = method.difference, let p = method.adjustedP else { return "" }
        let survivors = method.failures.isEmpty ? "" : ", over survivors only"
        return
            "\(NumberText.estimate(difference.estimate, showsPlus: true)), p = \(NumberText.p(p))\(survivors)"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

extension Panel {
    /// The dataset's label, with the model's where the experiment has several.
    func title(in analysis: Analysis) -> String {
        let hasOneModel = analysis.panels.allSatisfy { $0.key.model == key.model }
        return hasOneModel ? key.dataset : "\(key.dataset), \(key.model)"
    }
}
