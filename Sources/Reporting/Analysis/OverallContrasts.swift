import Primitives
import Records
import Statistics

/// How each method differs from the baseline over all datasets that are measured by one metric.
struct OverallContrasts {
    /// One method.
    struct Row {
        var method: String
        /// By dataset, in order: the mean difference over its seeds and models.
        var differences: [Double]
        /// The mean over datasets, with its interval.
        var estimate: Estimate
        /// On how many datasets it is better and worse.
        var better: Int
        var worse: Int
        /// Wilcoxon's signed-rank test over datasets, two-sided.
        var p: Double?
        /// Which way its ranks point, from −1 to 1; the mean may point the other way.
        var rankCorrelation = 0.0
        /// The cells of the method and of the baseline that failed on these datasets.
        var failures = 0
        var adjustedP: Double?
        /// The chance that a run of it beats a run of the baseline, averaged over datasets; nil where it is not known.
        var improvement: Double?
        /// The contrast of the mixed model.
        var mixed: LinearMixedModel.Contrast?
        /// The Bayesian signed-rank test with the margin as its region; nil without a margin.
        var bayesian: BayesianComparison?
        /// The rows of the table that it is made of.
        var rows: [Int]
    }

    /// From so many datasets on intervals are bootstrapped over datasets and seeds; with fewer they are Student's t.
    static let fewestForBootstrap = 10
    /// More draws than this are not made, but for the fewest replicates.
    private static let mostDraws = 20_000_000
    private static let replicates = 2_000...10_000
    /// The largest mixed model that is fitted.
    static let mostObservations = 20_000

    let metric: PrimaryMetric
    let datasets: [String]
    /// How many comparisons p-values are corrected over.
    let comparisons: Int
    var rows: [Row]
    /// Whether intervals are from the hierarchical bootstrap.
    var isBootstrapped: Bool { replicates > 0 }
    /// How many replicates they have; 0 where intervals are Student's t.
    let replicates: Int
    /// The mixed model's variances; nil where none was fitted.
    let mixedModel: LinearMixedModel?

    /// Nil for fewer than two datasets or without the baseline.
    init?(_ analysis: Analysis, table: DatasetTable, metric: PrimaryMetric) {
        let options = analysis.options
        let datasets = zip(table.datasets, table.metrics).filter { $0.1 == metric }.map(\.0)
        guard datasets.count >= 2, table.methods.contains(analysis.baseline) else { return nil }
        let groups = datasets.map { label in analysis.panels.filter { $0.key.dataset == label } }
        let others = table.methods.filter { $0 != analysis.baseline }
        guard !others.isEmpty else { return nil }
        let seedwise = others.map { method in
            groups.map { Self.differences(of: method, to: analysis.baseline, in: $0) }
        }
        let values = seedwise.first.map { $0.reduce(0) { $0 + $1.count } } ?? 0
        let affordable = Self.mostDraws / max(1, values * others.count)
        // Where even the fewest take ten times too long, none are made.
        let replicates =
            datasets.count < Self.fewestForBootstrap || affordable * 10 < Self.replicates.lowerBound
            ? 0 : min(max(affordable, Self.replicates.lowerBound), Self.replicates.upperBound)
        let model = Self.fit(groups, table.methods)
        let reference = table.methods.firstIndex(of: analysis.baseline)!
        let size = groups.joined().reduce(1e-300) { size, panel in
            panel.methods.reduce(size) { $1.values.reduce($0) { max($0, abs($1)) } }
        }
        var rows: [Row] = []
        for (method, perDataset) in zip(others, seedwise) {
            let kept = perDataset.filter { !$0.isEmpty }
            let means = kept.compactMap { mean($0) }
            guard means.count >= 2,
                let estimate = estimateMean(means, level: options.level).map(Estimate.init)
            else { continue }
            // Means that are equal on paper may differ by rounding, which must not order them.
            let steps = means.map { ($0 / (size * 0x1p-40)).rounded() }
            let test = signedRankTest(steps)
            var row = Row(
                method: method, differences: means, estimate: estimate,
                better: steps.count { metric.word(for: $0) == "better" && $0 != 0 },
                worse: steps.count { metric.word(for: $0) == "worse" && $0 != 0 },
                p: test?.p,
                rows: groups.flatMap { panels in
                    panels.flatMap { panel in
                        panel.methods.filter { $0.label == method || $0.isBaseline }.flatMap(\.valueRows)
                    }
                })
            if steps.allSatisfy({ $0 == 0 }) { row.p = nil }
            row.rankCorrelation = test?.rankBiserialCorrelation ?? 0
            row.failures = groups.reduce(0) { sum, panels in
                sum
                    + panels.reduce(0) { sum, panel in
                        sum
                            + panel.methods.filter { $0.label == method || $0.isBaseline }
                            .reduce(0) { $0 + $1.failures.count }
                    }
            }
            if replicates > 0 {
                row.estimate.interval = hierarchicalBootstrapInterval(
                    kept, replicates: replicates, level: options.level)
            }
            let chances = groups.flatMap { $0 }.map { panel in
                panel.methods.first { $0.label == method }?.difference?.superiority
            }
            if chances.allSatisfy({ $0 != nil }) {
                row.improvement = mean(chances.map { metric.direction == .lower ? 1 - $0! : $0! })
            }
            if let model {
                row.mixed = model.contrast(
                    table.methods.firstIndex(of: method)!, minus: reference, level: options.level)
            }
            if let margin = options.margin, margin > 0 {
                row.bayesian = bayesianSignedRankTest(means, rope: margin)
            }
            rows.append(row)
        }
        guard !rows.isEmpty else { return nil }
        let tested = rows.indices.filter { rows[$0].p != nil }
        let corrected = adjusted(
            tested.map { rows[$0].p! }, by: options.correction.correction, familySize: others.count)
        for (index, p) in zip(tested, corrected) { rows[index].adjustedP = p }
        self.metric = metric
        self.datasets = datasets
        comparisons = others.count
        self.rows = rows
        self.replicates = replicates
        mixedModel = model
    }

    /// Says for which methods the interval of the mean and the test of ranks disagree; nil where they do not.
    func torn(_ options: ReportOptions) -> String? {
        let methods = rows.filter { row in
            guard let p = row.p, let interval = row.estimate.interval else { return false }
            let excludes = interval.lower > 0 || interval.upper < 0
            return excludes != (p < 1 - options.level)
                || row.rankCorrelation * row.estimate.value < 0 && p < 1 - options.level
        }.map(\.method)
        guard !methods.isEmpty else { return nil }
        return
            "The interval is of the mean, p of ranks: for \(Phrases.list(methods)) the two disagree, even without "
            + "correction. p decides."
    }

    /// The differences on the seeds that both have with every model, each averaged over the models.
    private static func differences(of method: String, to baseline: String, in panels: [Panel]) -> [Double] {
        let columns = panels.map { panel -> [(seed: Int, difference: Double)] in
            guard let own = panel.methods.first(where: { $0.label == method }),
                let reference = panel.baselineSummary
            else { return [] }
            var values: [Int: Double] = [:]
            for (seed, value) in zip(reference.seeds, reference.values) { values[seed] = value }
            return zip(own.seeds, own.values).compactMap { seed, value in
                values[seed].map { (seed, value - $0) }
            }
        }
        guard let first = columns.first else { return [] }
        if columns.count == 1 { return first.map(\.difference) }
        let others = columns.dropFirst().map { column in
            Dictionary(column.map { ($0.seed, $0.difference) }, uniquingKeysWith: { $1 })
        }
        return first.compactMap { seed, difference in
            let rest = others.compactMap { $0[seed] }
            return rest.count == others.count ? mean([difference] + rest) : nil
        }
    }

    /// The mixed model of all values, seeds averaged over models; nil where there are too many or too few.
    private static func fit(_ groups: [[Panel]], _ methods: [String]) -> LinearMixedModel? {
        let size = groups.reduce(0) {
            $0 + $1.reduce(0) { $0 + $1.methods.reduce(0) { $0 + $1.values.count } }
        }
        guard size <= mostObservations, methods.count <= TieGroups.mostLetteredMethods else { return nil }
        var observations: [MixedModelObservation] = []
        for (dataset, panels) in groups.enumerated() {
            var places: [Int: Int] = [:]
            for (number, method) in methods.enumerated() {
                let columns = panels.compactMap { panel in panel.methods.first { $0.label == method } }
                guard let first = columns.first else { continue }
                let others = columns.dropFirst().map { column in
                    Dictionary(zip(column.seeds, column.values), uniquingKeysWith: { $1 })
                }
                for (seed, value) in zip(first.seeds, first.values) {
                    let rest = others.compactMap { $0[seed] }
                    guard rest.count == others.count, let value = mean([value] + rest) else { continue }
                    if places[seed] == nil { places[seed] = places.count }
                    observations.append(
                        MixedModelObservation(
                            method: number, dataset: dataset, seed: places[seed]!, value: value))
                }
            }
        }
        return LinearMixedModel(observations)
    }
}
