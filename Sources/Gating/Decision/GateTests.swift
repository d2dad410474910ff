import Primitives
import Records
import Statistics

/// The p-values of one row before any correction; 1 where nothing can be shown.
struct GatePValues {
    /// Against "worse by the margin or more".
    var withinMargin = 1.0
    /// Against "not worse".
    var worse = 1.0
    /// Against "not better".
    var better = 1.0

    /// None below `least`.
    func atLeast(_ least: Double) -> GatePValues {
        GatePValues(
            withinMargin: max(withinMargin, least), worse: max(worse, least), better: max(better, least))
    }

    /// What they say together at α.
    func verdict(alpha: Double) -> (verdict: GateVerdict, reason: GateDecision.Reason) {
        if better <= alpha { return (.improved, .better) }
        if withinMargin <= alpha { return (.pass, .withinMargin) }
        if worse <= alpha { return (.regressed, .worse) }
        return (.inconclusive, .undecided)
    }
}

/// The three one-sided tests of a metric in one place.
///
/// With d the candidate's gain (its difference in the direction that is better), the nulls are E d ≤ −margin
/// (`withinMargin`), E d ≥ 0 (`worse`) and E d ≤ 0 (`better`). Each is a one-sample t test over the seeds with
/// J − 1 degrees of freedom and the plain variance: the question is what the suite, with its datasets as they
/// are, would give on other seeds. Sequentially the p-values are those of a confidence sequence instead.
///
/// Differences without any spread, of pairs whose bits differ, are decided by their common value: see
/// `EqualDifferences`.
struct GateTests {
    /// The least number of pairs that a test needs.
    static let fewestPairs = 2

    /// The p-values.
    var p = GatePValues()
    /// Whether there are too few pairs for any test.
    var hasTooFewPairs: Bool

    /// Tests a sample, whose mean difference is `estimate`.
    init(_ sample: MetricSample, _ estimate: MeanEstimate, alpha: Double, isSequential: Bool) {
        let needed = estimate.standardError == 0 ? EqualDifferences.fewest(alpha: alpha) : Self.fewestPairs
        hasTooFewPairs = estimate.count < needed
        if hasTooFewPairs { return }
        let gains = sample.differences.map(sample.metric.direction.gain)
        var gain = estimate
        gain.mean = sample.metric.direction.gain(estimate.mean)
        let margin = sample.margin
        if isSequential {
            let sequence = ConfidenceSequence()
            p.withinMargin = sequence.p(gains, above: -margin)
            p.worse = sequence.p(gains, below: 0)
            p.better = sequence.p(gains, above: 0)
        } else {
            p.withinMargin = oneSidedP(gain, above: -margin)
            p.worse = oneSidedP(gain, below: 0)
            p.better = oneSidedP(gain, above: 0)
        }
        if estimate.standardError == 0 {
            p = p.atLeast(EqualDifferences.chance(estimate.count))
        }
        // A common difference of the margin itself is not within it, whichever way it was rounded: 0.57 − 0.56 is
        // less than 0.01.
        if estimate.standardError == 0, abs(gain.mean + margin) <= sample.rounding { p.withinMargin = 1 }
    }
}

extension [GatePValues] {
    /// The p-values after Holm's correction, each of the three kinds in a family of its own.
    ///
    /// A gate that passes any metric that is worse by its margin, and one that calls any metric worse (or better)
    /// that is not, each does so with probability α at most, however the rows depend on each other. Source: S.
    /// Holm (1979), Scandinavian Journal of Statistics 6, 65–70.
    var holmAdjusted: [GatePValues] {
        let within = Statistics.holmAdjusted(map(\.withinMargin))
        let worse = Statistics.holmAdjusted(map(\.worse))
        let better = Statistics.holmAdjusted(map(\.better))
        return indices.map { GatePValues(withinMargin: within[$0], worse: worse[$0], better: better[$0]) }
    }
}
