import Primitives
import Statistics

/// What the columns of the tables mean and which choices were made, said once.
enum ReadingSection: ReportSection {
    static let id = "reading"

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        let panels = analysis.panels.filter { $0.metric != nil }
        guard !panels.isEmpty else { return [] }
        let options = analysis.options
        var items = [
            "n counts the seeds with a result, of those planned. Values, differences and p-values are of the "
                + "primary metric on the test part; an arrow tells which way is better."
        ]
        if let changed = choices(context) { items.append(changed) }
        items += intervals(panels, options)
        if analysis.familySize > 0 { items += contrasts(analysis, panels) }
        if panels.contains(where: { $0.tieGroups != nil }) {
            items.append(
                "Letters and bold: every pair of methods of a table is tested as the contrasts are"
                    + (options.correction == .none
                        ? "" : ", \(options.correction.title ?? "") over the pairs of that table")
                    + "; two methods share a letter exactly where p is at least \(NumberText.given(options.threshold)) "
                    + "(Piepho 2004). Not told apart is not the same as equal. Methods with failures and pairs without "
                    + "spread are told apart from nobody."
                    + (options.correction == .none || analysis.familySize == 0
                        ? ""
                        : " Letters and the comparison with the baseline may disagree, since they are corrected over "
                            + "different families: the former over the pairs of one table, the latter over the "
                            + "comparisons of the whole report."))
        }
        if panels.contains(where: { $0.methods.contains { $0.gap != nil } }) {
            items.append(
                "train − test: the mean of the metric on the training part minus that on the test part.")
        }
        items.append(
            "passes is the declared cost of a training step in forward-backward passes"
                + (options.isReproducible ? "." : "; CPU s is the median per completed cell."))
        return [Section(id: id, title: "Reading the tables", isAside: true, blocks: [.list(items)])]
    }

    /// What was asked for beside the usual.
    private static func choices(_ context: ReportContext) -> String? {
        let (options, usual) = (context.options, ReportOptions())
        var parts: [String] = []
        if let metric = options.metric { parts.append("metric \(metric) where the task has it") }
        if let baseline = options.baseline { parts.append("baseline \(baseline)") }
        if options.aggregate != usual.aggregate { parts.append("aggregate \(options.aggregate.rawValue)") }
        if options.interval != usual.interval { parts.append("intervals \(options.interval.rawValue)") }
        if options.correction != usual.correction {
            parts.append("correction \(options.correction.rawValue)")
        }
        if options.level != usual.level { parts.append("level \(NumberText.given(options.level))") }
        if options.threshold != usual.threshold {
            parts.append("threshold \(NumberText.given(options.threshold))")
        }
        if let margin = options.margin { parts.append("margin \(NumberText.given(margin))") }
        if let sections = options.sections { parts.append("sections \(sections.joined(separator: ", "))") }
        return parts.isEmpty ? nil : "This report was asked for with: \(parts.joined(separator: "; "))."
    }

    private static func intervals(_ panels: [Panel], _ options: ReportOptions) -> [String] {
        let percent = Phrases.percent(options.level)
        let resampled = panels.contains { $0.resampling != .independent }
        let fixed = panels.contains { $0.resampling == .independent }
        var items: [String] = []
        if Estimator.usesT(options) {
            if resampled {
                items.append(
                    "± is the half-width of the \(percent) interval. Every seed divides the same rows otherwise, so "
                        + "results are correlated; intervals and p-values use the corrected resampled t with "
                        + "variance s² (1/J + n_test/n_train) and J − 1 degrees of freedom (Nadeau and Bengio 2003, "
                        + "Inference for the generalization error, Machine Learning 52, 239–281).")
            }
            if fixed {
                items.append(
                    (resampled
                        ? "Where the split is the same for every seed, ± and p-values are "
                        : "± is the half-width of the \(percent) interval. The split is the same for every seed, so "
                            + "intervals and p-values are ")
                        + "those of Student's t over the seeds: they say how far the result depends on initial "
                        + "weights and batch order, and nothing of other rows.")
            }
            return items
        }
        let kind = options.interval.bootstrap.name
        items.append(
            "Intervals are at \(percent), by the \(kind) of the values, and of the paired differences, with 10,000 "
                + "replicates; shown as ± where they are symmetric and by their ends elsewhere. With fewer than "
                + "\(Estimator.fewValues) values they cover less often than they say."
                + (options.interval == .t
                    ? " Student's t is for means, so the bootstrap took its place." : ""))
        if resampled {
            items.append(
                "Where every seed divides the same rows otherwise, the ends of bootstrap intervals are moved away from "
                    + "the estimate by √(1 + J · n_test/n_train), as Nadeau and Bengio (2003) do with t: a heuristic."
            )
        }
        return items
    }

    private static func contrasts(_ analysis: Analysis, _ panels: [Panel]) -> [String] {
        let options = analysis.options
        let family = Phrases.count(analysis.familySize, "comparison")
        let corrected =
            options.correction == .none
            ? "The p-values are not corrected for being many (\(family))"
            : "The p-values are corrected by \(options.correction.title ?? "") over the family of \(family) with the "
                + "baseline in this report; a comparison without a p-value counts as p = 1"
        var items = [
            "Δ is the \(options.aggregate.noun) of method − baseline over the seeds that both have (pairs). "
                + "\(corrected). Intervals are for one comparison each, not for all at once. The test is never chosen "
                + "by a look at the data."
        ]
        items += Grouping(panels.map { TestWords($0, options).sentence }, by: { $0 }).groups.map {
            "p is \($0.key)"
        }
        items.append(
            "g: the mean difference in standard deviations of the differences with the small-sample correction "
                + "(Hedges' g of pairs), its interval by the noncentral t with the same correction for splits. "
                + (panels.contains { $0.metric?.direction != nil }
                    ? "P(better): the chance that a run of the method beats"
                    : "P(larger): the chance that a run of the method has a larger value than")
                + " a run of the baseline, ties counted half "
                + "(Vargha and Delaney's A). ρ: the correlation of the pairs' values; 1/(1−ρ): how many seeds without "
                + "pairing one pair is worth.")
        if let margin = options.margin {
            items.append(
                "p (within ±\(NumberText.given(margin))"
                    + (options.correction == .none ? "" : ", \(options.correction.short)")
                    + "): two one-sided tests of \"the mean difference is at least the "
                    + "margin\" (Schuirmann 1987), the larger p"
                    + (options.correction == .none ? "" : ", corrected over the same family")
                    + ". Below \(NumberText.given(options.threshold)) the two are equivalent to within the margin, if it "
                    + "was chosen before looking.")
        }
        return items
    }
}
