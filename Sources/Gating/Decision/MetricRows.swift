import Primitives
import Records
import Statistics

/// The rows of the gated metrics: what stands before any test, the tests, and what they say.
struct MetricRows {
    /// The rows, metric by metric in the order of the rules, each by place.
    var rows: [GateDecision.Row] = []
    /// The samples that the rows are made of.
    var samples: [MetricSample] = []
    /// Rows that needed a test.
    var familySize = 0
    /// The candidate's configurations in rows that are inconclusive, by labels.
    var undecided: [GateMeasurements.Labels] = []

    /// Decides every metric in every place.
    ///
    /// `plans` says whether rows get a sentence and undecided ones are told how many pairs they need, which takes
    /// longer than all the rest.
    init(_ pairs: [ConfigurationPair], rules: GateRules, isSequential: Bool, plans: Bool) {
        var places = GatePlace.all(pairs, scope: rules.scope)
        if places.isEmpty { places = [(.suite, [])] }
        for metric in rules.metrics {
            let all = places.map { MetricSample(metric, $0.place, $0.pairs) }
            let present = all.filter { !$0.isAbsent }
            // A metric that was measured nowhere has a row that says so: nothing may look as if it had been tested.
            samples += present.isEmpty ? [MetricSample(metric, .suite, [])] : present
        }
        let tests = samples.map { sample -> GateTests? in
            guard sample.notInBaseline.isEmpty, !sample.isIdentical,
                let summary = sample.summary
            else { return nil }
            return GateTests(sample, summary, alpha: rules.alpha, isSequential: isSequential)
        }
        let adjusted = tests.compactMap { $0?.p }.holmAdjusted
        familySize = adjusted.count
        let planner =
            plans
            ? PairsNeeded(
                alpha: rules.alpha, power: rules.power, familySize: max(1, familySize),
                isSequential: isSequential)
            : nil
        var next = adjusted.makeIterator()
        for (sample, tests) in zip(samples, tests) {
            var row = Self.described(sample, rules: rules, isSequential: isSequential, plans: plans)
            if let tests, let p = next.next() {
                Self.decide(&row, sample, tests, p, rules: rules, planner: planner)
            } else {
                Self.settle(&row, sample)
            }
            if plans {
                row.sentence =
                    MetricSentence(row: row, sample: sample, familySize: familySize, alpha: rules.alpha).text
            }
            rows.append(row)
        }
        let open = zip(rows, samples).filter { $0.0.verdict == .inconclusive }
        undecided = Set(open.flatMap(\.1.members)).sorted()
    }

    /// A row with the sample's numbers and no verdict yet.
    private static func described(
        _ sample: MetricSample, rules: GateRules, isSequential: Bool, plans: Bool
    ) -> GateDecision.Row {
        var row = GateDecision.Row(
            sample.metric.measure.key, sample.place, .metric(sample.metric), .nothingMeasured, .noPairs,
            pairs: sample.seeds.count)
        row.identicalPairs = sample.identicalSeeds
        guard !sample.seeds.isEmpty else { return row }
        row.baseline = mean(sample.baseline)
        row.candidate = mean(sample.candidate)
        row.margin = sample.margin
        row.difference = sample.summary
        if plans {
            row.difference?.interval = sample.interval(alpha: rules.alpha, isSequential: isSequential)
        }
        return row
    }

    /// What is said without a test.
    private static func settle(_ row: inout GateDecision.Row, _ sample: MetricSample) {
        if !sample.notInBaseline.isEmpty {
            (row.verdict, row.reason) = (.incomparable, .notInBaseline)
        } else if sample.isIdentical {
            (row.verdict, row.reason) = (.pass, .identical)
        }
        row.cause = sample.cause
    }

    private static func decide(
        _ row: inout GateDecision.Row, _ sample: MetricSample, _ tests: GateTests, _ p: GatePValues,
        rules: GateRules, planner: PairsNeeded?
    ) {
        if tests.hasTooFewPairs {
            (row.verdict, row.reason) = (.inconclusive, .tooFewPairs)
        } else {
            (row.pWithinMargin, row.pWorse, row.pBetter) = (p.withinMargin, p.worse, p.better)
            (row.verdict, row.reason) = p.verdict(alpha: rules.alpha)
        }
        guard row.verdict == .inconclusive, let planner, let estimate = row.difference else { return }
        if estimate.standardError == 0 {
            row.pairsNeeded = planner.pairsAlike > estimate.count ? planner.pairsAlike : nil
            return
        }
        row.pairsNeeded = planner.pairs(
            difference: estimate, direction: sample.metric.direction, margin: sample.margin)
    }
}
