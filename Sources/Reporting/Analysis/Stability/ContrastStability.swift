import Primitives
import Records
import Statistics

/// Tries a decided contrast of a panel in other analyses.
///
/// The contrast's p-value is computed anew; the others of its family stay as they are in the report, and the family is
/// corrected again.
struct ContrastStability {
    private let panel: Panel
    private let method: MethodSummary
    private let analysis: Analysis
    private let baseline: MethodSummary
    private let resampling: Resampling
    private let metric: PrimaryMetric
    /// The p-values of the rest of the family.
    private let family: [Double]
    private let isEquivalence: Bool
    private let seeds: PairedSeeds

    /// Seeds are left out one by one up to so many: a single one of more carries nothing.
    static let mostSeeds = 100

    /// Nil for a contrast that is not decided, or of which nothing can be inferred.
    init?(_ method: MethodSummary, in panel: Panel, _ analysis: Analysis) {
        guard let baseline = panel.baselineSummary, let resampling = panel.resampling,
            let metric = panel.metric,
            method.difference != nil
        else { return nil }
        isEquivalence = !analysis.isSignificant(method)
        guard analysis.isSignificant(method) || analysis.isEquivalent(method) else { return nil }
        self.panel = panel
        self.method = method
        self.analysis = analysis
        self.baseline = baseline
        self.resampling = resampling
        self.metric = metric
        let isEquivalence = isEquivalence
        family = analysis.panels.flatMap { other in
            other.methods.compactMap { candidate -> Double? in
                if other.id == panel.id, candidate.label == method.label { return nil }
                return isEquivalence ? candidate.difference?.equivalenceP : candidate.difference?.p
            }
        }
        seeds = PairedSeeds(method, against: baseline, in: panel.table, metric: metric.id)
    }

    /// The contrast with all its alternatives.
    func claim() -> StabilityClaim {
        var claim = StabilityClaim(
            subject: .panel(panel.id, method: method.label), statement: statement,
            place: panel.title(in: analysis))
        if isEquivalence {
            for factor in [0.5, 2] { claim.add(equivalence(factor)) }
        } else {
            for other in otherMetrics { claim.add(byMetric(other)) }
            for aggregate in ReportOptions.Aggregate.allCases where aggregate != analysis.options.aggregate {
                claim.add(byAggregate(aggregate))
            }
            claim.add(byRanks())
            claim.add(bySigns())
        }
        if let result = withWorstValues() { claim.add(result) }
        if seeds.seeds.count <= Self.mostSeeds {
            for seed in seeds.seeds {
                claim.add(usual(.withoutSeed(seed), seeds.pairs(without: seed)))
            }
        }
        return claim
    }

    private var statement: StabilityClaim.Statement {
        if isEquivalence { return .equivalent }
        switch metric.word(for: value) {
        case "better": return .better
        case "worse": return .worse
        case "higher": return .higher
        default: return .lower
        }
    }

    /// What the report estimates.
    private var value: Double { method.difference?.estimate.value ?? 0 }

    // MARK: Corrected decisions

    /// The corrected p-value of the contrast; nil where not even the smallest p that its test can give would be
    /// significant.
    private func corrected(_ p: Double, smallest: Double = 0) -> Double? {
        func adjust(_ p: Double) -> Double {
            adjusted(
                [p] + family, by: analysis.options.correction.correction,
                familySize: max(analysis.familySize, family.count + 1))[0]
        }
        return adjust(smallest) < analysis.threshold ? adjust(p) : nil
    }

    /// `sign` is +1 where the alternative points the report's way.
    private func result(_ alternative: AlternativeAnalysis, _ p: Double?, _ difference: Double, sign: Double)
        -> AlternativeResult
    {
        let outcome: AlternativeResult.Outcome
        if sign < 0 {
            outcome = .reversed
        } else {
            outcome = sign > 0 && (p.map { $0 < analysis.threshold } ?? false) ? .holds : .notShown
        }
        return AlternativeResult(analysis: alternative, outcome: outcome, p: p, difference: difference)
    }

    /// +1 where a difference has the sign of the report's, −1 where it has the other, else 0.
    ///
    /// Not by a product, which may underflow.
    private func sign(_ difference: Double) -> Double {
        if difference == 0 || value == 0 { return 0 }
        return (difference > 0) == (value > 0) ? 1 : -1
    }

    /// The report's own test of other pairs.
    private func usual(_ alternative: AlternativeAnalysis, _ pairs: (own: [Double], others: [Double]))
        -> AlternativeResult?
    {
        if isEquivalence { return equivalence(alternative, pairs, margin: analysis.options.margin ?? 0) }
        return byAggregate(alternative, analysis.options.aggregate, pairs)
    }

    // MARK: Alternatives

    private var otherMetrics: [MetricDeclaration] {
        guard metric.direction != nil else { return [] }
        let task: MetricDeclaration.TaskKind = panel.dataset?.classes == nil ? .regression : .classification
        return analysis.metrics.filter {
            $0.id != metric.id && $0.target == nil && $0.tasks.contains(task)
                && panel.table.column(.init(part: .test, name: $0.id)) != nil
        }
    }

    private func byMetric(_ other: MetricDeclaration) -> AlternativeResult? {
        let pairs = PairedSeeds(method, against: baseline, in: panel.table, metric: other.id).pairs()
        // Where it was not measured here, it is no analysis.
        guard pairs.own.count > 1 else { return nil }
        var result = byAggregate(.metric(other.id), analysis.options.aggregate, pairs)
        guard let found = result, let difference = found.difference else { return result }
        // Compared by what is better, since directions differ.
        let isSame = other.direction == metric.direction
        let sign = sign(isSame ? difference : -difference)
        result = self.result(.metric(other.id), found.p, difference, sign: sign)
        return result
    }

    private func byAggregate(_ aggregate: ReportOptions.Aggregate) -> AlternativeResult? {
        byAggregate(.aggregate(aggregate), aggregate, seeds.pairs())
    }

    private func byAggregate(
        _ alternative: AlternativeAnalysis, _ aggregate: ReportOptions.Aggregate,
        _ pairs: (own: [Double], others: [Double])
    ) -> AlternativeResult? {
        guard let difference = pairedDifference(pairs.own, pairs.others, resampling: resampling) else {
            return nil
        }
        if aggregate == .mean {
            let mean = difference.estimate.mean
            guard let p = difference.p else { return result(alternative, nil, mean, sign: sign(mean)) }
            return result(alternative, corrected(p), mean, sign: sign(mean))
        }
        let differences = zip(pairs.own, pairs.others).map { $0 - $1 }
        guard let centre = aggregate.statistic.value(differences) else { return nil }
        guard difference.p != nil,
            let p = signFlipTest(differences, of: aggregate.statistic, resampling: resampling),
            // Of these sizes, all on one side is the most that signs can say.
            let smallest = signFlipTest(differences.map(abs), of: aggregate.statistic, resampling: resampling)
        else { return result(alternative, nil, centre, sign: sign(centre)) }
        return corrected(p, smallest: smallest).map { result(alternative, $0, centre, sign: sign(centre)) }
    }

    private func byRanks() -> AlternativeResult? {
        let pairs = seeds.pairs()
        let differences = zip(pairs.own, pairs.others).map { $0 - $1 }
        guard let test = signedRankTest(differences) else { return nil }
        let smallest = smallestPossibleP(pairs: test.pairs - test.zeros, of: .signedRank)
        return corrected(test.p, smallest: smallest).map {
            result(.ranks, $0, mean(differences) ?? 0, sign: sign(test.rankBiserialCorrelation))
        }
    }

    private func bySigns() -> AlternativeResult? {
        let pairs = seeds.pairs()
        let differences = zip(pairs.own, pairs.others).map { $0 - $1 }
        guard let test = signTest(differences) else { return nil }
        let smallest = smallestPossibleP(pairs: test.positive + test.negative, of: .sign)
        return corrected(test.p, smallest: smallest).map {
            result(
                .signs, $0, mean(differences) ?? 0, sign: sign(Double(test.positive - test.negative)))
        }
    }

    /// Nil where nothing failed: then there is nothing to count otherwise.
    private func withWorstValues() -> AlternativeResult?? {
        guard let direction = metric.direction, seeds.hasFailures else { return .none }
        let all = panel.methods.flatMap(\.values)
        guard let worst = direction == .higher ? all.min() : all.max() else { return .none }
        return .some(usual(.worstValue, seeds.pairs(worst: worst)))
    }

    private func equivalence(_ factor: Double) -> AlternativeResult? {
        equivalence(.margin(factor), seeds.pairs(), margin: factor * (analysis.options.margin ?? 0))
    }

    private func equivalence(
        _ alternative: AlternativeAnalysis, _ pairs: (own: [Double], others: [Double]), margin: Double
    ) -> AlternativeResult? {
        let differences = zip(pairs.own, pairs.others).map { $0 - $1 }
        guard margin > 0, differences.count > 1,
            let test = equivalenceTest(
                differences, margin: margin, level: analysis.level, resampling: resampling)
        else { return nil }
        let p = corrected(min(1, test.p))
        return AlternativeResult(
            analysis: alternative, outcome: p.map { $0 < analysis.threshold } ?? false ? .holds : .notShown,
            p: p, difference: mean(differences))
    }
}
