import Numerics
import Records
import Reporting
import Statistics

/// What a row of speed says, in one sentence with its numbers.
struct SpeedSentence {
    /// The row, decided.
    var row: GateDecision.Row
    /// What it was made of.
    var sample: SpeedSample
    /// Rows of speed that share α.
    var familySize: Int
    /// α.
    var alpha: Double

    /// `−3.1 % [−5.2, −0.9] over 5 repetitions`.
    private var change: String {
        func percent(_ logarithm: Double) -> Double { 100 * (DeterministicMath.exp(logarithm) - 1) }
        func text(_ value: Double) -> String { NumberText.significant(value, 3, showsPlus: true) }
        guard let difference = row.difference else { return "" }
        let range = difference.interval.map { " [\(text(percent($0.lower))), \(text(percent($0.upper)))]" }
        return
            "\(text(percent(difference.mean))) %\(range ?? "") over \(Phrases.count(row.pairs, "repetition"))"
    }

    private func p(_ p: Double?) -> String {
        HolmText.p(p, familySize: familySize, alpha: alpha)
    }

    /// The sentence.
    var text: String { "\(sample.cost.subject): \(change), \(statement)." }

    private var statement: String {
        let margin = "the margin of \(Phrases.percent(sample.cost.limit.margin))"
        switch row.reason {
        case .withinMargin: return "not slower by \(margin)\(p(row.pWithinMargin))"
        case .worse: return "slower by more than \(margin)\(p(row.pWorse))"
        case .better: return "faster by more than \(margin)\(p(row.pBetter))"
        case .tooFewPairs:
            return "too few for a test, which needs \(GateTests.fewestPairs) repetitions on either side"
                + " (\(EqualDifferences.fewest(alpha: alpha)) where all are alike)"
        default:
            let needed = row.pairsNeeded.map { "about \($0) repetitions would decide it" }
            return "neither shown to be slower by less than \(margin)\(p(row.pWithinMargin)) nor by more"
                + "\(p(row.pWorse)); \(needed ?? "more repetitions alone would not decide it")"
        }
    }
}
