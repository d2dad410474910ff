import Statistics

/// What the contrasts over all datasets of a metric say, in whole sentences.
struct OverallSentences {
    let contrasts: OverallContrasts
    let analysis: Analysis

    /// A finding for every method that is decided, and one for those that are not.
    var findings: [Finding] {
        let options = analysis.options
        let metric = contrasts.metric
        func place(_ datasets: Int) -> String { "Over \(Phrases.count(datasets, "dataset"))" }
        let tag = options.correction == .none ? "" : " (\(options.correction.short))"
        var findings: [Finding] = []
        var open: [String] = []
        for row in contrasts.rows {
            guard let p = row.adjustedP, p < options.threshold else {
                open.append(row.method)
                continue
            }
            let id = "across-\(metric.id.slug)-\(row.method.slug)"
            let estimate =
                "\(metric.id) \(NumberText.estimate(row.estimate, showsPlus: true)) "
                + "(\(Phrases.percent(options.level)) interval)"
            let failed =
                row.failures > 0
                ? " Over survivors only: \(Phrases.count(row.failures, "cell")) of the two failed." : ""
            let (start, datasets) = (
                place(row.differences.count), "better on \(row.better) and worse on \(row.worse)"
            )
            // The test is of ranks: a few large differences may turn the mean around.
            guard metric.word(for: row.rankCorrelation) == metric.word(for: row.estimate.value) else {
                findings.append(
                    Finding(
                        id: id, verdict: .notice,
                        sentence:
                            "\(start) \(row.method) differs from \(analysis.baseline) by the ranks of the "
                            + "differences: \(datasets), p\(tag) = \(NumberText.p(p, threshold: options.threshold)). The mean difference points "
                            + "the other way: \(estimate)." + failed))
                continue
            }
            let word = metric.word(for: row.estimate.value)
            findings.append(
                Finding(
                    id: id, verdict: word == "better" ? .better : .worse,
                    sentence: "\(start) \(row.method) is \(word) than \(analysis.baseline): \(estimate), "
                        + "\(datasets), p\(tag) = \(NumberText.p(p, threshold: options.threshold))." + failed)
            )
        }
        if !open.isEmpty {
            let which =
                open.count == contrasts.rows.count && open.count > 1
                ? "any of \(open.count) methods" : Phrases.list(open)
            findings.append(
                Finding(
                    id: "across-\(metric.id.slug)-undecided", verdict: .undecided,
                    sentence:
                        "\(place(contrasts.datasets.count)) no difference in \(metric.id) from \(analysis.baseline) is shown for \(which)."
                        + limit))
        }
        return findings
    }

    /// What the number of datasets alone rules out.
    private var limit: String {
        let options = analysis.options
        let smallest = smallestPossibleP(pairs: contrasts.datasets.count, of: .signedRank)
        let factor = options.correction.leastFactor(contrasts.comparisons)
        guard smallest * factor >= options.threshold else { return "" }
        return
            " The smallest p-value that \(Phrases.count(contrasts.datasets.count, "dataset")) can give is "
            + NumberText.p(smallest, threshold: options.threshold)
            + (factor > 1
                ? ", and \(NumberText.p(min(1, smallest * factor), threshold: options.threshold)) after correction "
                    + "over \(Phrases.count(contrasts.comparisons, "comparison"))" : "")
            + ": no method could have been shown to differ, however large the differences."
    }
}
