import Records
import Reporting
import Statistics

/// The row of memory: the sums over the configurations, which are exact, so that nothing is tested.
enum MemoryRow {
    /// Holds the sum of the candidate's bytes against the baseline's.
    static func row(_ sample: CostSample) -> GateDecision.Row {
        var row = sample.row
        guard row.verdict == .nothingMeasured, sample.lost.isEmpty, !sample.baseline.isEmpty else {
            return row
        }
        let old = compensatedSum(sample.baseline.map { $0[0] })
        let new = compensatedSum(sample.candidate.map { $0[0] })
        let margin = sample.limit.margin * old
        row.pairs = 1
        (row.baseline, row.candidate, row.margin) = (old, new, margin)
        row.difference = MeanEstimate(count: 1, mean: new - old, standardError: nil, interval: nil)
        // 29 % of 100 is less than 29 in floating point.
        let rounding = 4 * max(old, new).ulp
        if new == old {
            (row.verdict, row.reason) = (.pass, .identical)
            row.identicalPairs = 1
        } else if new - old > margin + rounding {
            (row.verdict, row.reason) = (.regressed, .worse)
        } else if old - new > margin + rounding {
            (row.verdict, row.reason) = (.improved, .better)
        } else {
            (row.verdict, row.reason) = (.pass, .withinMargin)
        }
        row.sentence = "\(sample.subject): \(words(row, sample))."
        return row
    }

    private static func words(_ row: GateDecision.Row, _ sample: CostSample) -> String {
        guard let old = row.baseline, let new = row.candidate else { return "" }
        func text(_ bytes: Double) -> String {
            Int(exactly: bytes).map(String.init) ?? NumberText.significant(bytes, 4)
        }
        let bytes = "\(text(old)) bytes before, \(text(new)) now"
        if row.reason == .identical { return "\(text(new)) bytes, as before" }
        let change = NumberText.significant(100 * (new / old - 1), 3, showsPlus: true) + " %"
        let margin = "the margin of \(Phrases.percent(sample.limit.margin))"
        switch row.reason {
        case .worse: return "\(bytes) (\(change)), more than \(margin) allows"
        case .better: return "\(bytes) (\(change)), less by more than \(margin)"
        default: return "\(bytes) (\(change)), within \(margin)"
        }
    }
}
