import Primitives
import Records
import Statistics

/// The contrasts with the baseline over all datasets of one metric.
struct OverallTable {
    let contrasts: OverallContrasts
    let analysis: Analysis

    private var options: ReportOptions { analysis.options }
    private var metric: PrimaryMetric { contrasts.metric }
    private var hasMargin: Bool { contrasts.rows.contains { $0.bayesian != nil } }

    var table: Table {
        let percent = Phrases.percent(options.level)
        var columns = [
            Table.Column("method", "method"),
            Table.Column(
                "difference",
                "Δ \(metric.id)\(metric.arrow) to \(analysis.baseline) (\(contrasts.isBootstrapped ? "" : "± ")\(percent))",
                .right),
            Table.Column("better_worse", "better/worse", .right),
            Table.Column("p", "p", .right),
        ]
        if options.correction != .none {
            columns.append(Table.Column("corrected_p", "p (\(options.correction.short))", .right))
        }
        columns.append(Table.Column("improvement", "P(better)", .right))
        if contrasts.mixedModel != nil {
            columns.append(Table.Column("mixed", "mixed model Δ (± \(percent))", .right))
        }
        if hasMargin {
            columns.append(Table.Column("bayesian", "P(better / within / worse)", .right))
        }
        return Table(
            id: "overall-\(metric.id.slug)", columns: columns, rows: contrasts.rows.map(row),
            rowIDs: contrasts.rows.map(\.method), notes: notes)
    }

    private func row(_ row: OverallContrasts.Row) -> [Table.Cell] {
        func cell(_ text: String, _ value: JSONValue, _ formula: String, isStrong: Bool = false) -> Table.Cell
        {
            Table.Cell(
                text, value: value, isStrong: isStrong, origin: .init(formula: formula, rows: row.rows))
        }
        let each =
            "the mean differences of \(metric.id) on test, one per dataset (paired by seed, averaged over models)"
        var cells = [
            Table.Cell(row.method),
            cell(
                NumberText.estimate(row.estimate, showsPlus: true), EstimateValue.json(row.estimate),
                "mean of \(each)"),
            cell(
                "\(row.better)/\(row.worse)", ["better": .integer(row.better), "worse": .integer(row.worse)],
                "datasets with a mean difference for the better and for the worse"),
            row.p.map {
                cell(
                    NumberText.p($0, threshold: options.threshold), .real($0),
                    "Wilcoxon's signed-rank test of \(each)",
                    isStrong: options.correction == .none && $0 < options.threshold)
            } ?? .blank,
        ]
        if options.correction != .none {
            cells.append(
                row.adjustedP.map {
                    cell(
                        NumberText.p($0, threshold: options.threshold), .real($0),
                        "p as corrected by \(options.correction.title ?? "") over the comparisons with the baseline in "
                            + "this table",
                        isStrong: $0 < options.threshold)
                } ?? .blank)
        }
        cells.append(
            row.improvement.map {
                cell(
                    NumberText.share($0), .real($0),
                    "mean over datasets and models of the chance that a run of \(row.method) beats a run of "
                        + "\(analysis.baseline), ties counted half")
            } ?? .blank)
        if contrasts.mixedModel != nil {
            cells.append(
                row.mixed.map { mixed in
                    let estimate = Estimate(
                        count: row.differences.count, value: mixed.difference, interval: mixed.interval)
                    return cell(
                        NumberText.estimate(estimate, showsPlus: true),
                        [
                            "mean": .real(mixed.difference), "lower": .real(mixed.interval.lower),
                            "upper": .real(mixed.interval.upper), "df": .real(mixed.degreesOfFreedom),
                            "p": .real(mixed.p),
                        ], "contrast of the linear mixed model of all values")
                } ?? .blank)
        }
        if hasMargin {
            cells.append(
                row.bayesian.map { bayesian in
                    let better = metric.direction == .lower ? bayesian.below : bayesian.above
                    let worse = metric.direction == .lower ? bayesian.above : bayesian.below
                    let texts = [better, bayesian.within, worse].map(NumberText.share)
                    return cell(
                        texts.joined(separator: " / "),
                        ["better": .real(better), "within": .real(bayesian.within), "worse": .real(worse)],
                        "Bayesian signed-rank test of \(each), region ±\(NumberText.given(options.margin ?? 0))"
                    )
                } ?? .blank)
        }
        return cells
    }

    private var notes: [String] {
        let count = contrasts.datasets.count
        var notes = [
            contrasts.isBootstrapped
                ? "Intervals: hierarchical BCa bootstrap, datasets and then seeds drawn with replacement, "
                    + "\(contrasts.replicates) times."
                : "Intervals: Student's t over the \(Phrases.count(count, "dataset"))"
                    + (count < OverallContrasts.fewestForBootstrap
                        ? ", too few for a bootstrap." : "; there are too many values for a bootstrap."),
            "p: Wilcoxon's signed-rank test over datasets, two-sided for \"the differences are symmetric about 0\", "
                + "zeros by Pratt, ties by mean ranks, exact up to 50 datasets.",
        ]
        let smallest = smallestPossibleP(pairs: count, of: .signedRank)
        let factor = options.correction.leastFactor(contrasts.comparisons)
        if smallest * factor >= options.threshold {
            notes.append(
                "With \(Phrases.count(count, "dataset")) p cannot be below \(NumberText.p(smallest, threshold: options.threshold))"
                    + (factor > 1 ? ", \(NumberText.p(min(1, smallest * factor))) after correction" : "")
                    + ": no method could have been shown to differ.")
        }
        if let torn = contrasts.torn(options) { notes.append(torn) }
        let failed = contrasts.rows.filter { $0.failures > 0 }.map(\.method)
        if !failed.isEmpty {
            notes.append("Over survivors: cells of \(Phrases.list(failed)) or of the baseline failed.")
        }
        if let model = contrasts.mixedModel {
            let parts = model.components.map {
                "\(words($0.effect)) \(NumberText.significant($0.variance.squareRoot(), 2))"
            }
            notes.append(
                "Mixed model (REML): method fixed, the rest random; standard deviations: "
                    + (parts + ["residual \(NumberText.significant(model.residualVariance.squareRoot(), 2))"])
                    .joined(separator: ", ")
                    + "; Satterthwaite's degrees of freedom. It is shown beside the test and decides nothing."
            )
        }
        if hasMargin {
            notes.append(
                "P(better / within / worse): Bayesian signed-rank test (Benavoli et al. 2014) with the region "
                    + "±\(NumberText.given(options.margin ?? 0)), 50,000 draws; posterior probabilities, not p-values."
            )
        }
        return notes
    }

    private func words(_ effect: RandomEffect) -> String {
        switch effect {
        case .dataset: "dataset"
        case .interaction: "method × dataset"
        case .seed: "seed in dataset"
        }
    }
}
