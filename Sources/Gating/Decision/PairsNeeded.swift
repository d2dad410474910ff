import Primitives
import Statistics

/// How many pairs would decide a row, were the true difference the one seen, with the deviation seen.
///
/// The smaller of two numbers: the pairs that show it to be within the margin, and those that show it to be
/// worse, whichever the mean allows. Tests are one-sided at α over the family's size, Holm's first step, so that
/// the number is an upper limit, by the noncentral t. It stems from an estimate and is as uncertain as that.
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

    /// Pairs for a row with this difference, likewise.
    func pairs(
        difference: MeanEstimate, direction: MetricDeclaration.Direction, margin: Double
    ) -> Int? {
        guard let error = difference.standardError else { return nil }
        return pairs(
            gain: direction.gain(difference.mean), deviation: error * Double(difference.count).squareRoot(),
            margin: margin, present: difference.count)
    }

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

    /// Pairs that show a true difference of `effect` deviations; nil where no number is known.
    func pairs(effect: Double) -> Int? {
        guard power > level else { return GateTests.fewestPairs }
        let needed = design(pairs: GateTests.fewestPairs).wholePairsNeeded(effect: effect, power: power)
        guard let needed else { return nil }
        return isSequential ? sequentialPairs(effect: effect, from: needed) : needed
    }

    /// Pairs that say something although all differ alike.
    var pairsAlike: Int { EqualDifferences.fewest(alpha: level) }

    /// The smallest true difference, in deviations, that so many pairs show; nil where none is.
    func detectableEffect(pairs: Int) -> Double? {
        power > level ? design(pairs: pairs).smallestDetectableEffect(power: power) : nil
    }

    /// The level of one test at Holm's first step.
    private var level: Double { alpha / Double(familySize) }

    private func design(pairs: Int) -> PairedDesign {
        PairedDesign(pairs: pairs, threshold: alpha, familySize: familySize, isOneSided: true)
    }

    /// The least number at which the mean, normal around the effect, lies beyond the sequence's reach with the power.
    private func sequentialPairs(effect: Double, from fixed: Int) -> Int? {
        let sequence = ConfidenceSequence(level: 1 - level)
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
