import Statistics

/// What the contrasts over all datasets of a metric say, in whole sentences.
struct OverallSentences {
    let contrasts: OverallContrasts
    let analysis: Analysis

    /// A finding for every method that is decided, and one for those that are not.
    var findings: [Finding] {
        let options = analysis.options
        let metric = contrasts.metric
        let place = "Over \(Phrases.count(contrasts.datasets.count, "dataset"))"
        let tag = options.correction == .none ? "" : " (\(options.correction.short))"
        var findings: [Finding] = []
        var open: [String] = []
        for row in contrasts.rows {
            guard let p = row.adjustedP, p < options.threshold else {
                open.append(row.method)
                continue
            }
            let word = metric.word(for: row.estimate.value)
            findings.append(
                Finding(
                    id: "across-\(metric.id.slug)-\(row.method.slug)",
                    verdict: word == "better" ? .better : .worse,
                    sentence: "\(place) \(row.method) is \(word) than \(analysis.baseline): \(metric.id) "
                        + "\(NumberText.estimate(row.estimate, showsPlus: true)) "
                        + "(\(Phrases.percent(options.level)) interval), better on \(row.better) and worse on "
                        + "\(row.worse), p\(tag) = \(NumberText.p(p))."))
        }
        if !open.isEmpty {
            let which =
                open.count == contrasts.rows.count && open.count > 1
                ? "any of \(open.count) methods" : Phrases.list(open)
            findings.append(
                Finding(
                    id: "across-\(metric.id.slug)-undecided", verdict: .undecided,
                    sentence:
                        "\(place) no difference in \(metric.id) from \(analysis.baseline) is shown for \(which)."
                        + limit))
        }
        return findings
    }

    /// What the number of datasets alone rules out.
    private var limit: String {
        let options = analysis.options
        let smallest = smallestPossibleP(pairs: contrasts.datasets.count, of: .signedRank)
        let factor = options.correction == .none ? 1 : Double(contrasts.rows.count)
        guard smallest * factor >= options.threshold else { return "" }
        return
            " With so few datasets none could have been: p is at least \(NumberText.p(min(1, smallest * factor)))"
            + (factor > 1 ? " after correction." : ".")
    }
}
