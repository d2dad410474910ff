import Records
import Statistics

/// Which way a statement of a baseline moved, the worst first.
public enum BaselineStanding: String, Sendable, Hashable, CaseIterable {
    /// Its mean is worse by more than the margin; or more cells fail than may.
    case worseBeyondMargin = "worse, beyond the margin"
    /// Its mean is worse, by no more than the margin where that is known.
    case worse
    /// One side has no usable value of it in some configuration.
    case notCompared = "not compared"
    /// Its mean is better.
    case better
    /// Its mean is the same, or it is a speed that no gate would tell from the old one.
    case same
    /// All its cells have the same bits.
    case identical = "same bits"

    /// Whether it is worse.
    public var isWorse: Bool { self == .worseBeyondMargin || self == .worse }

    /// The standing of a row whose mean is worse by `loss`; nil for rows that say nothing: of bits, and of
    /// failures where as many cells fail as before.
    init?(_ row: GateDecision.Row, loss: Double, hasMargins: Bool) {
        switch row.subject {
        case .bits: return nil
        case .failures:
            guard row.newFailures > 0 || loss != 0 else { return nil }
            self =
                row.newFailures == 0
                ? .better : hasMargins && row.verdict == .regressed ? .worseBeyondMargin : .worse
            return
        case .metric, .cost: break
        }
        guard row.loss != nil else {
            // Where neither side measures a thing there is nothing to say of it.
            guard row.reason == .notInBaseline || row.hasPlace else { return nil }
            self = .notCompared
            return
        }
        if row.reason == .identical {
            self = .identical
        } else if let least = Self.least(row, hasMargins: hasMargins), abs(loss) <= least {
            self = .same
        } else if loss > 0 {
            self = hasMargins && loss > (row.margin ?? 0) * (1 + 1e-12) ? .worseBeyondMargin : .worse
        } else {
            self = loss < 0 ? .better : .same
        }
    }

    /// What is no change: of speed, which is never the same twice, less than the margin, or without one what
    /// its interval reaches.
    private static func least(_ row: GateDecision.Row, hasMargins: Bool) -> Double? {
        guard case .cost(let limit) = row.subject, limit.cost == .speed else { return nil }
        return hasMargins ? row.margin : row.difference?.interval?.halfWidth ?? .infinity
    }
}

extension GateDecision.Row {
    /// Whether it is of a configuration or method, or has a pair, and not the row that stands for nothing
    /// measured.
    fileprivate var hasPlace: Bool { dataset != nil || model != nil || method != nil || pairs > 0 }
}
