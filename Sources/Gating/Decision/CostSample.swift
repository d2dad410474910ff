import Records
import Reporting

/// The values of a cost in one place, of the configurations that have it on both sides.
struct CostSample {
    /// The cost and its limit.
    var limit: GateRules.CostLimit
    /// Where.
    var place: GatePlace
    /// The baseline's values, a list per configuration that takes part.
    var baseline: [[Double]] = []
    /// The candidate's.
    var candidate: [[Double]] = []
    /// Configurations that only the candidate has values of.
    var notInBaseline: [GateMeasurements.Labels] = []
    /// Configurations that only the baseline has values of.
    var lost: [GateMeasurements.Labels] = []

    /// The values of a cost in a place; values that are not finite and above 0 do not count.
    init(_ limit: GateRules.CostLimit, _ place: GatePlace, _ pairs: [ConfigurationPair]) {
        self.limit = limit
        self.place = place
        for pair in pairs {
            let old = (pair.baseline.costs[limit.cost] ?? []).filter { $0.isFinite && $0 > 0 }
            let new = (pair.candidate.costs[limit.cost] ?? []).filter { $0.isFinite && $0 > 0 }
            switch (old.isEmpty, new.isEmpty) {
            case (false, false):
                baseline.append(old)
                candidate.append(new)
            case (true, false): notInBaseline.append(pair.labels)
            case (false, true): lost.append(pair.labels)
            case (true, true): break
            }
        }
    }

    /// Whether neither side has a value.
    var isAbsent: Bool { baseline.isEmpty && notInBaseline.isEmpty && lost.isEmpty }

    /// A row without numbers: incomparable where the baseline has no values, nothing measured where the candidate has
    /// none that the baseline has.
    var row: GateDecision.Row {
        var row = GateDecision.Row(limit.cost.rawValue, place, .cost(limit), .nothingMeasured, .noPairs)
        if !lost.isEmpty {
            let cause = "it could not be measured any more"
            row.cause = cause + (baseline.isEmpty && notInBaseline.isEmpty ? "" : Self.some)
            row.sentence = "\(subject): \(cause) for \(Phrases.list(lost.map(\.description)))."
        } else if !notInBaseline.isEmpty {
            (row.verdict, row.reason) = (.incomparable, .notInBaseline)
            let cause = "the baseline has no values of it"
            row.cause = cause + (baseline.isEmpty ? "" : Self.some)
            row.sentence =
                "\(subject): \(cause) for \(Phrases.list(notInBaseline.map(\.description))); save the baseline again."
        } else {
            let cause = "no configuration has values on both sides"
            row.cause = baseline.isEmpty ? cause : nil
            row.sentence = "\(subject): \(cause)."
        }
        return row
    }

    /// What a cause ends in that is not that of every configuration of its row.
    static let some = " for some configurations"

    /// `speed of sam`.
    var subject: String { "\(limit.cost.rawValue) of \(place.text)" }
}
