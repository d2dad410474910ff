import Numerics
import Records
import Reporting
import Statistics

/// The numbers of a row as people read them, each in the unit of what the row is about.
struct GateNumbers {
    /// Where nothing is to be shown.
    private static let nothing = "–"

    private let row: GateDecision.Row
    private let alpha: Double

    /// The numbers of a row.
    init(_ row: GateDecision.Row, alpha: Double) {
        self.row = row
        self.alpha = alpha
    }

    /// The baseline's mean.
    var baseline: String { level(row.baselineLevel) }

    /// The candidate's mean.
    var candidate: String { level(row.candidateLevel) }

    /// Candidate − baseline with its interval; of costs and failures as a share.
    var difference: String {
        if row.reason == .identical {
            if case .cost = row.subject { return "none" }
            return "same bits"
        }
        guard let difference = row.difference, difference.mean.isFinite else { return Self.nothing }
        switch row.subject {
        case .metric, .bits:
            let ends = difference.interval.map { [$0.lower, $0.upper] } ?? []
            guard ends.allSatisfy(\.isFinite) else { return Self.number(difference.mean, showsPlus: true) }
            return NumberText.estimate(difference, showsPlus: true)
        case .failures: return Self.share(difference.mean)
        case .cost(let limit):
            guard limit.cost == .speed else {
                guard let old = row.baseline, let new = row.candidate, old != 0 else { return Self.nothing }
                return Self.share(new / old - 1)
            }
            func ratio(_ logarithm: Double) -> String { Self.share(DeterministicMath.exp(logarithm) - 1) }
            guard let interval = difference.interval else { return ratio(difference.mean) }
            return "\(ratio(difference.mean)) [\(ratio(interval.lower)), \(ratio(interval.upper))]"
        }
    }

    /// By how much it may get worse: `0.01`, `0.012 (5 %)`, `10 %`.
    var margin: String {
        switch row.subject {
        case .metric(let metric):
            switch metric.margin {
            case .absolute(let value): return NumberText.given(value)
            case .relative(let share):
                guard let margin = row.margin, margin.isFinite else { return Phrases.percent(share) }
                return "\(NumberText.significant(margin, 3)) (\(Phrases.percent(share)))"
            }
        case .cost(let limit): return Phrases.percent(limit.margin)
        case .failures: return row.margin.map(Phrases.percent) ?? Self.nothing
        case .bits: return Self.nothing
        }
    }

    /// The number behind `difference`, where that has the same unit.
    var differenceValue: Double? {
        if case .cost = row.subject { return nil }
        return row.difference?.mean
    }

    /// The number behind `margin`, where that has the same unit.
    var marginValue: Double? {
        if case .cost = row.subject { return nil }
        return row.margin
    }

    /// The p-value that decided, or that stands in the way of a pass; nil where nothing was tested.
    var decidingP: Double? {
        switch row.reason {
        case .withinMargin, .undecided: row.pWithinMargin
        case .worse: row.pWorse
        case .better: row.pBetter
        default: nil
        }
    }

    /// The p-value that decided.
    var p: String {
        guard let p = decidingP, p.isFinite else { return Self.nothing }
        return NumberText.p(p, threshold: alpha)
    }

    /// How many pairs there are, and how many it would take.
    var pairs: String { row.pairsNeeded.map { "\(row.pairs) (needs \($0))" } ?? String(row.pairs) }

    private func level(_ value: Double?) -> String {
        guard let value else { return Self.nothing }
        guard value.isFinite else { return Self.number(value) }
        switch row.subject {
        case .failures: return Phrases.percent(value)
        case .metric, .bits:
            return NumberText.value(value, cutAt: row.difference?.interval?.halfWidth)
        case .cost(let limit):
            guard limit.cost == .memory else { return NumberText.significant(value, 4) }
            return (Int(exactly: value).map(String.init) ?? NumberText.significant(value, 4)) + " bytes"
        }
    }

    /// `+2.5 %`.
    private static func share(_ value: Double) -> String {
        value.isFinite ? NumberText.significant(value * 100, 3, showsPlus: true) + " %" : number(value)
    }

    private static func number(_ value: Double, showsPlus: Bool = false) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "−∞" : "∞" }
        return NumberText.significant(value, 4, showsPlus: showsPlus)
    }
}
