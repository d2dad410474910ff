import Primitives
import Records
import Reporting
import Statistics

/// What a row of a metric says, in one sentence with its numbers.
struct MetricSentence {
    /// The row, decided.
    var row: GateDecision.Row
    /// What it was made of.
    var sample: MetricSample
    /// Rows that share α.
    var familySize: Int
    /// α.
    var alpha: Double

    private var subject: String { "\(sample.name) of \(sample.place.text)" }

    private var seeds: String { Phrases.count(row.pairs, "seed") }

    /// `−0.021 ± 0.008 over 20 seeds`.
    private var difference: String {
        guard let difference = row.difference else { return "no difference over \(seeds)" }
        return NumberText.estimate(difference, showsPlus: true) + " over \(seeds)"
    }

    /// `0.01`, or `0.0123, which is 5 % of the baseline's mean`.
    private var margin: String {
        let margin = row.margin ?? 0
        guard case .relative(let share) = sample.metric.margin else { return NumberText.given(margin) }
        return NumberText.significant(margin, 3)
            + ", which is \(Phrases.percent(share)) of the baseline's mean"
    }

    /// `(p = 0.012, Holm over 6)`.
    private func p(_ p: Double?) -> String {
        HolmText.p(p, familySize: familySize, alpha: alpha)
    }

    /// The sentence.
    var text: String { "\(subject): \(statement)." }

    private var statement: String {
        switch row.reason {
        case .identical: return "the same bits on " + (row.pairs == 1 ? "1 seed" : "all \(seeds)")
        case .withinMargin:
            return "\(difference), not worse by the margin of \(margin)\(p(row.pWithinMargin))"
        case .better: return "\(difference), better\(p(row.pBetter))"
        case .worse: return "\(difference), worse\(p(row.pWorse)), and \(beyond)"
        case .undecided: return "\(difference), \(undecided)"
        case .tooFewPairs: return "\(difference), \(tooFew)"
        case .notInBaseline:
            return
                "the baseline has no values of it for \(names(sample.notInBaseline)); save the baseline again"
        default: return sample.cause ?? "no seed has usable values on both sides"
        }
    }

    private func names(_ labels: [GateMeasurements.Labels]) -> String {
        Phrases.list(labels.map(\.description))
    }

    /// How a difference that is shown to be worse stands to the margin.
    private var beyond: String {
        if row.margin == 0 { return zeroMargin }
        let gain = sample.metric.direction.gain(row.difference?.mean ?? 0)
        if gain <= -(row.margin ?? 0) { return "on average beyond the margin of \(margin)" }
        return "not shown to stay within the margin of \(margin)\(p(row.pWithinMargin))"
    }

    private var zeroMargin: String {
        "the margin is 0 as the baseline's mean is 0, so that nothing can be shown to be within it"
    }

    private var undecided: String {
        let first =
            row.margin == 0
            ? "not shown to be better or worse: \(zeroMargin)"
            : "neither shown to be within the margin of \(margin)\(p(row.pWithinMargin)) nor to be worse"
                + p(row.pWorse)
        guard let needed = row.pairsNeeded else { return first + "; more seeds alone would not decide it" }
        return first + "; about \(needed) seeds would decide it"
    }

    private var tooFew: String {
        if row.pairs < GateTests.fewestPairs {
            return "too few for a test, which needs \(GateTests.fewestPairs) seeds at least"
                + " (\(EqualDifferences.fewest(alpha: alpha)) where all differ alike)"
        }
        return
            "the same on each of them, which needs \(EqualDifferences.fewest(alpha: alpha)) seeds at least to say something"
    }
}
