import Numerics
import Statistics

/// How many pairs would decide a row, were the true difference the one seen, with the deviation seen.
///
/// The smaller of two numbers: the pairs that show it to be within the margin, and those that show it to be
/// worse, whichever the mean allows. Tests are one-sided at α over the family's size, Holm's first step, so that
/// the number is an upper limit. It stems from an estimate and is as uncertain as that.
struct PairsNeeded {
    /// α of the family.
    var alpha: Double
    /// The chance of deciding.
    var power: Double
    /// Rows that share α.
    var familySize: Int
    /// Whether the p-values are always valid.
    var isSequential: Bool

    /// Numbers above this are no advice.
    static let most = 1_000_000

    /// Pairs for a row whose `gain` (its mean in the direction that is better) is undecided; nil where no number up
    /// to a million would do, or nothing is known of the spread.
    func pairs(gain: Double, deviation: Double, margin: Double, present: Int) -> Int? {
        guard deviation > 0, power < 1 else { return nil }
        var effects: [Double] = []
        if gain > -margin { effects.append((gain + margin) / deviation) }
        if gain < 0 { effects.append(-gain / deviation) }
        // The larger effect needs the fewer pairs.
        guard let effect = effects.max(), let pairs = pairs(effect: effect), pairs <= Self.most else {
            return nil
        }
        return max(pairs, present + 1)
    }

    private func pairs(effect: Double) -> Int? {
        let level = alpha / Double(familySize)
        guard power > level else { return GateTests.fewestPairs }
        // The normal approximation with the correction of W. C. Guenther (1981), "Sample size formulas for normal theory
        // t tests", The American Statistician 35, 243–244: within a pair or two of the exact number, which takes seconds
        // where hundreds of rows share α.
        let normal = Normal()
        let (critical, reserve) = (normal.quantile(upperTail: level), normal.quantile(power))
        let reach = (critical + reserve) / effect
        let needed = reach * reach + critical * critical / 2
        guard needed <= Double(Self.most) else { return nil }
        let fixed = max(GateTests.fewestPairs, Int(needed.rounded(.up)))
        return isSequential ? sequentialPairs(effect: effect, from: fixed) : fixed
    }

    /// The least number at which the mean, normal around the effect, lies beyond the sequence's reach with the power.
    private func sequentialPairs(effect: Double, from fixed: Int) -> Int? {
        let sequence = ConfidenceSequence(level: 1 - alpha / Double(familySize))
        let quantile = Normal().quantile(power)
        func suffices(_ count: Int) -> Bool {
            guard let critical = sequence.criticalT(count: count) else { return false }
            return effect * Double(count).squareRoot() >= critical + quantile
        }
        var high = max(fixed, GateTests.fewestPairs)
        while !suffices(high) {
            if high > Self.most { return nil }
            high *= 2
        }
        var low = GateTests.fewestPairs - 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if suffices(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
