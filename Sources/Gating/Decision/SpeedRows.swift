import Records
import Statistics

/// The rows of speed: ratios of machine times, which are noisy, so that they are tested.
///
/// The two sides' repetitions are independent samples. With δ the difference of their mean logarithms (candidate
/// − baseline) and m = −ln(1 − margin), the nulls are δ ≤ −m (pass), δ ≥ −m (regressed) and δ ≤ m (improved), each
/// kind with Holm's correction over the rows of speed. No program is as fast twice, so that speed, unlike a
/// metric, regresses only where it is shown to fall by more than its margin, and improves likewise.
struct SpeedRows {
    /// The rows, in the order of the samples.
    var rows: [GateDecision.Row] = []

    /// Tests the speed in every place; `plans` says whether undecided rows are told how many repetitions they need.
    init(_ costs: [CostSample], rules: GateRules, plans: Bool) {
        let samples = costs.map(SpeedSample.init)
        let tests = samples.map { $0.test(alpha: rules.alpha) }
        let adjusted = zip(samples, tests).filter(\.0.isTested).map { $0.p($1) }.holmAdjusted
        var next = adjusted.makeIterator()
        for (sample, test) in zip(samples, tests) {
            var row = sample.cost.row
            if sample.isTested, let p = next.next() {
                Self.decide(&row, sample, test, p, rules)
                if plans, row.verdict == .inconclusive, let test {
                    row.pairsNeeded = sample.repetitionsNeeded(
                        test, alpha: rules.alpha / Double(adjusted.count), power: rules.power)
                }
                row.sentence =
                    SpeedSentence(row: row, sample: sample, familySize: adjusted.count, alpha: rules.alpha)
                    .text
            }
            rows.append(row)
        }
    }

    private static func decide(
        _ row: inout GateDecision.Row, _ sample: SpeedSample, _ test: WelchTest?, _ p: GatePValues,
        _ rules: GateRules
    ) {
        row.pairs = sample.fewest
        row.baseline = mean(sample.baseline)
        row.candidate = mean(sample.candidate)
        row.margin = sample.reach
        if let before = row.baseline, let now = row.candidate {
            row.difference = MeanEstimate(
                count: sample.fewest, mean: now - before, standardError: test?.standardError,
                interval: test?.interval(level: 1 - 2 * rules.alpha))
        }
        guard test != nil else {
            (row.verdict, row.reason) = (.inconclusive, .tooFewPairs)
            return
        }
        (row.pWithinMargin, row.pWorse, row.pBetter) = (p.withinMargin, p.worse, p.better)
        (row.verdict, row.reason) = p.verdict(alpha: rules.alpha)
    }
}
