import Records
import Statistics

/// The statements that matter most: at most seven of the tests, in the order overall, per method, undecided, best.
struct VerdictFindings {
    let analysis: Analysis

    /// With no more decided contrasts than this, each has a statement.
    private static let mostContrasts = 4
    private static let mostOverall = 2
    private static let mostMethods = 4
    private static let mostPanels = 3

    var all: [Finding] { overall + decided + [undecided, untested, best].compactMap { $0 } }

    private var overall: [Finding] {
        guard let across = analysis.across else { return [] }
        let findings = across.overall.flatMap { OverallSentences(contrasts: $0, analysis: analysis).findings }
        let decided = findings.filter { $0.verdict != .undecided }
        if decided.count > Self.mostOverall {
            return Array(decided.prefix(Self.mostOverall))
                + [
                    Finding(
                        id: "across-more", verdict: .notice,
                        sentence:
                            "\(decided.count - Self.mostOverall) more methods are decided over datasets; see "
                            + "Across datasets.")
                ]
        }
        return decided.isEmpty ? Array(findings.prefix(1)) : decided
    }

    /// Each decided contrast, or where there are many, each method with the panels on which it is decided.
    private var decided: [Finding] {
        let contrasts = analysis.panels.flatMap { panel in
            panel.contrasts.compactMap { method in
                ContrastSentences(panel: panel, analysis: analysis).decided(method).map {
                    (panel: panel, method: method, finding: $0)
                }
            }
        }
        if contrasts.count <= Self.mostContrasts { return contrasts.map(\.finding) }
        let methods = Grouping(contrasts, by: \.method.label).groups
            .sorted { ($0.values.count, $1.key) > ($1.values.count, $0.key) }
        var findings = methods.prefix(Self.mostMethods).map { group -> Finding in
            func places(_ verdict: Finding.Verdict) -> [String] {
                group.values.filter { $0.finding.verdict == verdict }.map { $0.panel.title(in: analysis) }
            }
            var parts: [String] = []
            let equals = group.values.filter { $0.finding.verdict == .equivalent }
            for (verdict, word) in [
                (Finding.Verdict.better, "better than \(analysis.baseline)"),
                (.worse, "worse than \(analysis.baseline)"),
                (.equivalent, "equivalent to \(analysis.baseline)\(margin(equals.map(\.panel)))"),
                (.notice, "different"),
            ] {
                let places = places(verdict)
                if !places.isEmpty { parts.append("\(word) on \(Phrases.list(places, most: 5))") }
            }
            let total = analysis.panels.count { $0.contrasts.contains { $0.label == group.key } }
            let verdicts = Set(group.values.map(\.finding.verdict.rawValue))
            let single = verdicts.count == 1 ? group.values[0].finding.verdict : .notice
            let known =
                group.values.count < total
                ? " Nothing is decided on the other "
                    + "\(total == group.values.count + 1 ? "one" : String(total - group.values.count))." : ""
            return Finding(
                id: "verdict-\(group.key.slug)", verdict: single,
                sentence: "\(group.key) is \(Phrases.list(parts)).\(known)")
        }
        if methods.count > Self.mostMethods {
            findings.append(
                Finding(
                    id: "verdict-more", verdict: .notice,
                    sentence:
                        "For \(methods.count - Self.mostMethods) more methods something is decided; see the "
                        + "sections of the datasets."))
        }
        return findings
    }

    /// To within what, so that the sentence can be quoted alone; nothing where no margin was named.
    private func margin(_ panels: [Panel]) -> String {
        guard let margin = analysis.options.margin else { return "" }
        let metrics = Grouping(panels.compactMap { $0.metric?.id }, by: { $0 }).groups.map(\.key)
        return " to within ±\(NumberText.given(margin))"
            + (metrics.isEmpty ? "" : " in \(Phrases.list(metrics))")
    }

    /// What is not shown, over all panels.
    private var undecided: Finding? {
        let tested = analysis.panels.flatMap { panel in
            panel.contrasts.filter { $0.adjustedP != nil }.map { (panel: panel, method: $0) }
        }
        let open = tested.filter { !analysis.isSignificant($0.method) && !analysis.isEquivalent($0.method) }
        guard !open.isEmpty else { return nil }
        let tests = Phrases.count(tested.count, "tested comparison")
        var sentence =
            "No difference is shown for "
            + (open.count == tested.count && open.count > 1 ? "any of \(tests)" : "\(open.count) of \(tests)")
        let panels = Grouping(open, by: \.panel.id).groups
        let limits = (panels.count <= Self.mostPanels ? panels : []).compactMap { group -> String? in
            let panel = group.values[0].panel
            let sentences = ContrastSentences(panel: panel, analysis: analysis)
            guard let metric = panel.metric,
                let (size, pairs) = sentences.smallestEffect(group.values.map(\.method))
            else { return nil }
            return "\(NumberText.significant(size, 2)) in \(metric.id) on \(panel.title(in: analysis)) with "
                + Phrases.count(pairs, "pair")
        }
        if !limits.isEmpty {
            sentence +=
                "; what could not be expected to show (\(Phrases.percent(ContrastSentences.power)) power) is below "
                + Phrases.list(limits)
        }
        return Finding(id: "verdict-undecided", verdict: .undecided, sentence: sentence + ".")
    }

    /// What has no p-value.
    private var untested: Finding? {
        let count = analysis.panels.reduce(0) { $0 + ContrastSentences.untested($1.contrasts).count }
        guard count > 0 else { return nil }
        return Finding(
            id: "verdict-untested", verdict: .notice,
            sentence:
                "\(Phrases.count(count, "comparison")) could not be tested: fewer than two pairs, or no spread "
                + "between them.")
    }

    /// The best group of each panel, where there are few.
    private var best: Finding? {
        let lines = analysis.panels.compactMap { panel -> String? in
            guard let groups = panel.tieGroups else { return nil }
            let names = panel.methods.indices.filter { groups.isBest[$0] }.map { panel.methods[$0].label }
            let candidates = panel.methods.count { $0.failures.isEmpty && $0.values.count > 1 }
            let title = panel.title(in: analysis)
            if names.count == candidates {
                return "on \(title) none of \(candidates) methods is told apart from the best"
            }
            if names.count == 1 {
                return "on \(title) \(names[0]) is better than every other method"
                    + (candidates < panel.methods.count ? " that could be compared" : "")
            }
            return "on \(title) \(Phrases.list(names, most: 6)) are not told apart from the best"
        }
        guard !lines.isEmpty, analysis.panels.count <= Self.mostPanels else { return nil }
        return Finding(
            id: "verdict-best", verdict: .notice,
            sentence: lines.joined(separator: "; ").capitalizedFirst + ".")
    }
}
