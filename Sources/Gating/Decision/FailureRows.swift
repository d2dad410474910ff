import Records
import Reporting
import Statistics

/// The rows of failures: a row per place that counts the cells which fail on one side only.
///
/// Training is deterministic, so that a new failure is a fact and not noise: nothing is tested. The share of
/// pairs that fail anew is held against the rules' margin.
struct FailureRows {
    /// The rows, by place.
    var rows: [GateDecision.Row]

    /// Counts the failures of every place.
    init(_ pairs: [ConfigurationPair], rules: GateRules) {
        rows = GatePlace.all(pairs, scope: rules.scope).map { Self.row($0.place, $0.pairs, rules) }
    }

    private static func row(
        _ place: GatePlace, _ pairs: [ConfigurationPair], _ rules: GateRules
    ) -> GateDecision.Row {
        let cells = pairs.flatMap(\.cells)
        var row = GateDecision.Row(
            "failures", place, .failures, .nothingMeasured, .noPairs, pairs: cells.count)
        row.identicalPairs = cells.filter { $0.bits == .same }.count
        guard !cells.isEmpty else {
            let cause = "no seed is on both sides"
            row.cause = cause
            row.sentence = "failures of \(place.text): \(cause)."
            return row
        }
        let new = cells.filter { $0.candidateFails && !$0.baselineFails }
        let healed = cells.filter { $0.baselineFails && !$0.candidateFails }
        let total = Double(cells.count)
        row.newFailures = new.count
        row.baseline = Double(cells.filter(\.baselineFails).count) / total
        row.candidate = Double(cells.filter(\.candidateFails).count) / total
        row.margin = rules.failureMargin
        // What no longer fails pays for nothing: a time limit that was met once would buy a divergence.
        let share = Double(new.count) / total
        row.difference = MeanEstimate(
            count: cells.count, mean: Double(new.count - healed.count) / total, standardError: nil,
            interval: nil)
        if share > rules.failureMargin {
            (row.verdict, row.reason) = (.regressed, .moreFailures)
        } else if new.count < healed.count {
            (row.verdict, row.reason) = (.improved, .fewerFailures)
        } else {
            (row.verdict, row.reason) = (.pass, .noMoreFailures)
        }
        row.sentence = "failures of \(place.text): " + words(row, new, healed, cells.count) + "."
        return row
    }

    private static func words(
        _ row: GateDecision.Row, _ new: [CellPair], _ healed: [CellPair], _ count: Int
    ) -> String {
        let all = Phrases.count(count, "cell")
        if new.isEmpty, healed.isEmpty {
            return row.candidate == 0 ? "none in \(all)" : "the same cells as in the baseline, of \(all)"
        }
        var parts: [String] = []
        if !new.isEmpty {
            parts.append("\(new.count) of \(all) \(new.count == 1 ? "fails" : "fail") anew" + seeds(new))
        }
        if !healed.isEmpty {
            parts.append("\(healed.count) \(healed.count == 1 ? "fails" : "fail") no longer" + seeds(healed))
        }
        var text = parts.joined(separator: "; ")
        if row.reason == .moreFailures {
            text += row.margin == 0 ? "" : ", more than the \(Phrases.percent(row.margin ?? 0)) that may"
            if let cause = new.lazy.compactMap(\.candidate.status.cause).first {
                text += ": \(oneLine(cause))"
            }
        }
        return text
    }

    private static func seeds(_ cells: [CellPair]) -> String {
        let seeds = Set(cells.map(\.seed))
        return " (seed\(seeds.count == 1 ? "" : "s") \(NumberText.ranges(Array(seeds))))"
    }

    /// The first line of a cause, without the full stop that the sentence has itself.
    private static func oneLine(_ cause: String) -> String {
        var line = cause.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        if line.hasSuffix(".") { line.removeLast() }
        return line
    }
}
