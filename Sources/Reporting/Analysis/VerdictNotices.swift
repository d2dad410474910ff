import Records

/// What readers must know before they believe a ranking: failures, what is missing, what does not fit.
struct VerdictNotices {
    let analysis: Analysis
    let input: ReportInput

    var findings: [Finding] { [failures, incomplete].compactMap { $0 } + stored }

    private var failures: Finding? {
        let methods = Grouping(
            analysis.panels.flatMap { panel in
                panel.methods.filter { !$0.failures.isEmpty }.map { (panel: panel, method: $0) }
            }, by: \.method.label
        ).groups
        guard !methods.isEmpty else { return nil }
        let count = methods.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.method.failures.count } }
        let texts = methods.map { group in
            let failed = group.values.reduce(0) { $0 + $1.method.failures.count }
            let planned = group.values.reduce(0) { $0 + $1.method.planned }
            return "\(group.key) (\(failed) of \(planned) on "
                + "\(Phrases.list(group.values.map { $0.panel.title(in: analysis) }, most: 3)))"
        }
        return Finding(
            id: "verdict-failures", verdict: .notice,
            sentence:
                "\(Phrases.count(count, "cell")) gave no usable result: \(Phrases.list(texts, most: 5)). "
                + "Means are over survivors, ranks count a failure as worst.")
    }

    private var incomplete: Finding? {
        let missing = analysis.panels.reduce(0) { $0 + $1.methods.reduce(0) { $0 + $1.missing } }
        guard missing > 0 else { return nil }
        return Finding(
            id: "verdict-missing", verdict: .notice,
            sentence:
                "\(Phrases.count(missing, "cell")) \(missing == 1 ? "has" : "have") not been run: an experiment "
                + "that is looked at before its end, and ended when it pleases, has p-values that are too small."
        )
    }

    /// What the store says of itself.
    private var stored: [Finding] {
        input.notices.enumerated().map { index, sentence in
            Finding(id: "verdict-notice-\(index + 1)", verdict: .notice, sentence: sentence)
        }
    }
}
