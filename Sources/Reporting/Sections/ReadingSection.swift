import Statistics

/// What the columns of the main tables mean, said once.
enum ReadingSection: ReportSection {
    static let id = "reading"

    static func make(_ context: ReportContext) -> [Section] {
        let analysis = context.analysis
        guard analysis.panels.contains(where: { $0.metric != nil }) else { return [] }
        let percent = NumberText.given(analysis.level * 100) + " %"
        let resampled = analysis.panels.contains { $0.resampling != .independent }
        let fixed = analysis.panels.contains { $0.resampling == .independent }
        var items = [
            "n counts the seeds with a result, of those planned. Means, differences and p-values are of the "
                + "primary metric on the test part; an arrow tells which way is better."
        ]
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
                    : "± is the "
                        + "half-width of the \(percent) interval. The split is the same for every seed, so intervals "
                        + "and p-values are ")
                    + "those of Student's t over the seeds: they say how far the result depends on initial "
                    + "weights and batch order, and nothing of other rows.")
        }
        if analysis.familySize > 0 {
            let family = "\(analysis.familySize) comparison\(analysis.familySize == 1 ? "" : "s")"
            items.append(
                "Δ is the mean of method − baseline over the seeds that both have (pairs). p is two-sided "
                    + "for Δ = 0, corrected by Holm (1979) over the family of \(family) with the baseline in "
                    + "this report; a comparison without a p-value counts as p = 1. Intervals are for one "
                    + "comparison each, not for all at once.")
        }
        if analysis.panels.contains(where: { $0.methods.contains(where: \.isNotWorseThanBest) }) {
            items.append(
                "† marks the best mean of a table and every method not shown to be worse than it (the same "
                    + "test against the best, Holm over the table, p at least "
                    + "\(NumberText.given(analysis.threshold))); methods with failures take no part.")
        }
        items.append(
            "passes is the declared cost of a training step in forward-backward passes; CPU s is the median "
                + "per completed cell.")
        return [Section(id: id, title: "Reading the tables", blocks: [.list(items)])]
    }
}
