import Primitives
import Records
import Statistics

/// Tries what is said of a method over several datasets in other analyses.
///
/// The finding is Wilcoxon's signed-rank test of a method against the baseline over datasets, corrected over the methods.
struct DatasetStability {
    private let panels: [Panel]
    private let metric: PrimaryMetric
    private let analysis: Analysis
    private let base: DatasetMeans
    private let baseline: Int

    /// Nil where fewer than two datasets have the metric.
    init?(_ panels: [Panel], _ metric: PrimaryMetric, _ analysis: Analysis) {
        guard
            let base = DatasetMeans(
                panels, metric: metric, .init(aggregate: analysis.options.aggregate.statistic)),
            let baseline = base.place(analysis.baseline)
        else { return nil }
        self.panels = panels
        self.metric = metric
        self.analysis = analysis
        self.base = base
        self.baseline = baseline
    }

    /// The methods that are shown to differ from the baseline, each with all its alternatives.
    func claims() -> [StabilityClaim] {
        guard let decisions = wilcoxon(base) else { return [] }
        return base.methods.compactMap { method in
            guard let found = decisions.first(where: { $0.method == method }), let p = found.p,
                p < analysis.threshold, found.towards != 0
            else { return nil }
            var claim = StabilityClaim(
                subject: .datasets(metric: metric.id, method: method),
                statement: found.towards > 0 ? .better : .worse,
                place: "\(metric.id) over \(base.datasets.count) datasets")
            add(to: &claim, method, found.towards)
            return claim
        }
    }

    /// A method against the baseline: which way it points (+1 is better), and the corrected p.
    private struct Decision {
        var method: String
        var towards: Int
        var p: Double?
        var difference: Double
        /// The smallest corrected p-value that the test could have given.
        var smallest: Double
    }

    // MARK: Alternatives

    private func add(to claim: inout StabilityClaim, _ method: String, _ towards: Int) {
        let aggregate = analysis.options.aggregate
        let usual = DatasetMeans.Choice(aggregate: aggregate.statistic)
        func wilcoxon(
            _ alternative: AlternativeAnalysis, _ metric: PrimaryMetric, _ choice: DatasetMeans.Choice
        )
            -> AlternativeResult?
        {
            guard let means = DatasetMeans(panels, metric: metric, choice),
                let found = self.wilcoxon(means)?.first(where: { $0.method == method })
            else { return nil }
            return result(alternative, found, towards)
        }
        for other in otherMetrics {
            claim.add(
                wilcoxon(.metric(other.id), PrimaryMetric(id: other.id, direction: other.direction), usual))
        }
        for other in ReportOptions.Aggregate.allCases where other != aggregate {
            claim.add(wilcoxon(.aggregate(other), metric, .init(aggregate: other.statistic)))
        }
        claim.add(signs(method).flatMap { result(.signs, $0, towards) })
        if base.values.contains(where: { $0.contains { !$0.isFinite } }) {
            var choice = usual
            choice.dropsFailures = true
            claim.add(wilcoxon(.survivors, metric, choice))
        }
        for name in base.datasets {
            var choice = usual
            choice.withoutDataset = name
            claim.add(wilcoxon(.withoutDataset(name), metric, choice))
        }
        let seeds = commonSeeds
        if seeds.count > 1, seeds.count <= ContrastStability.mostSeeds {
            for seed in seeds {
                var choice = usual
                choice.withoutSeed = seed
                claim.add(wilcoxon(.withoutSeed(seed), metric, choice))
            }
        }
        let others = base.methods.filter { $0 != method && $0 != base.methods[baseline] }
        // With two methods the pool is the pair itself.
        guard !others.isEmpty else { return }
        for name in [String?.none] + others.map(Optional.some) {
            var choice = usual
            choice.withoutMethod = name
            guard let means = DatasetMeans(panels, metric: metric, choice) else { continue }
            claim.add(nemenyi(.nemenyi(without: name), means, method, towards))
            claim.add(allPairs(.allPairs(without: name), means, method, towards))
        }
    }

    /// Nil where the test could not have decided anything.
    private func result(_ alternative: AlternativeAnalysis, _ decision: Decision, _ towards: Int)
        -> AlternativeResult?
    {
        guard decision.smallest < analysis.threshold else { return nil }
        let outcome: AlternativeResult.Outcome
        if decision.towards * towards < 0 {
            outcome = .reversed
        } else {
            let isShown = decision.p.map { $0 < analysis.threshold } ?? false
            outcome = decision.towards == towards && isShown ? .holds : .notShown
        }
        return AlternativeResult(
            analysis: alternative, outcome: outcome, p: decision.p, difference: decision.difference)
    }

    private var otherMetrics: [MetricDeclaration] {
        guard let task = panels.first?.dataset.map({ $0.classes == nil }) else { return [] }
        let kind: MetricDeclaration.TaskKind = task ? .regression : .classification
        return analysis.metrics.filter { declaration in
            declaration.id != metric.id && declaration.target == nil && declaration.tasks.contains(kind)
                && panels[0].table.column(.init(part: .test, name: declaration.id)) != nil
        }
    }

    /// The seeds that every panel has.
    private var commonSeeds: [Int] {
        var common: [Int]?
        for panel in panels {
            var seen: Set<Int> = []
            let seeds = panel.methods.flatMap(\.rows).map { panel.table.seed(of: $0) }
                .filter { seen.insert($0).inserted }
            common = common.map { $0.filter(seen.contains) } ?? seeds
        }
        return common ?? []
    }

    // MARK: Tests

    private func towards(_ sign: Double, _ direction: MetricDeclaration.Direction?) -> Int {
        let better = direction == .lower ? -sign : sign
        return better > 0 ? 1 : (better < 0 ? -1 : 0)
    }

    /// Wilcoxon's test of every method against the baseline, corrected over the methods.
    private func wilcoxon(_ means: DatasetMeans) -> [Decision]? {
        guard let baseline = means.place(analysis.baseline) else { return nil }
        let others = means.methods.indices.filter { $0 != baseline }
        let tests = others.map { signedRankTest(means.differences($0, baseline)) }
        let raw = tests.map { $0?.p ?? 1 }
        let correction = analysis.options.correction.correction
        let corrected = adjusted(raw, by: correction)
        return others.indices.map { index in
            var least = raw
            least[index] =
                tests[index].map {
                    smallestPossibleP(pairs: $0.pairs - $0.zeros, of: .signedRank)
                } ?? 1
            let differences = means.values.map { $0[others[index]] - $0[baseline] }.filter(\.isFinite)
            return Decision(
                method: means.methods[others[index]],
                towards: towards(tests[index]?.rankBiserialCorrelation ?? 0, means.metric.direction),
                p: corrected[index], difference: mean(differences) ?? 0,
                smallest: adjusted(least, by: correction)[index])
        }
    }

    private func signs(_ method: String) -> Decision? {
        guard let own = base.place(method) else { return nil }
        let others = base.methods.indices.filter { $0 != baseline }
        let tests = others.map { signTest(base.differences($0, baseline)) }
        guard let index = others.firstIndex(of: own), let test = tests[index] else { return nil }
        var raw = tests.map { $0?.p ?? 1 }
        let correction = analysis.options.correction.correction
        let p = adjusted(raw, by: correction)[index]
        raw[index] = smallestPossibleP(pairs: test.positive + test.negative, of: .sign)
        let differences = base.values.map { $0[own] - $0[baseline] }.filter(\.isFinite)
        return Decision(
            method: method, towards: towards(Double(test.positive - test.negative), metric.direction), p: p,
            difference: mean(differences) ?? 0, smallest: adjusted(raw, by: correction)[index])
    }

    /// Whether the mean ranks of the two are further apart than Nemenyi's critical difference.
    private func nemenyi(
        _ alternative: AlternativeAnalysis, _ means: DatasetMeans, _ method: String, _ towards: Int
    ) -> AlternativeResult? {
        guard let own = means.place(method), let baseline = means.place(analysis.baseline),
            let friedman = friedmanTest(ranks: means.ranks)
        else { return nil }
        let critical = criticalDifference(
            methods: friedman.methods, blocks: friedman.blocks, level: 1 - analysis.threshold)
        // Best on every dataset against worst on every one is the most that ranks can say.
        guard Double(friedman.methods - 1) > critical else { return nil }
        let difference = friedman.meanRanks[own] - friedman.meanRanks[baseline]
        let better = difference < 0 ? 1 : (difference > 0 ? -1 : 0)
        let outcome: AlternativeResult.Outcome =
            better * towards < 0
            ? .reversed : (better == towards && abs(difference) > critical ? .holds : .notShown)
        return AlternativeResult(analysis: alternative, outcome: outcome, p: nil, difference: difference)
    }

    private func allPairs(
        _ alternative: AlternativeAnalysis, _ means: DatasetMeans, _ method: String, _ towards: Int
    ) -> AlternativeResult? {
        guard let own = means.place(method), let baseline = means.place(analysis.baseline),
            let comparisons = wilcoxonHolm(means.values),
            let pair = comparisons.pairs.first(where: {
                ($0.first, $0.second) == (min(own, baseline), max(own, baseline))
            })
        else { return nil }
        let differences = means.differences(own, baseline)
        let count = means.methods.count * (means.methods.count - 1) / 2
        let smallest = smallestPossibleP(pairs: differences.count { $0 != 0 }, of: .signedRank)
        var raw = comparisons.pairs.map { $0.p ?? 1 }
        if let place = comparisons.pairs.firstIndex(of: pair) { raw[place] = smallest }
        let least =
            comparisons.pairs.firstIndex(of: pair).map { adjusted(raw, by: .holm, familySize: count)[$0] }
            ?? 1
        let sign = signedRankTest(differences)?.rankBiserialCorrelation ?? 0
        return result(
            alternative,
            Decision(
                method: method, towards: self.towards(sign, metric.direction), p: pair.adjusted,
                difference: mean(differences) ?? 0, smallest: least), towards)
    }
}
