/// What a comparison of two methods on pairs can show, said before any pair is measured.
///
/// Effects are d_z: the true mean difference over the standard deviation of the differences. The test is the
/// paired t test, two-sided unless `isOneSided`, at `threshold` / `familySize`: Bonferroni's level, which is Holm's
/// first step, so that the power stated is a lower limit under Holm. Power is exact for normal differences: the statistic is
/// noncentral t with J − 1 degrees of freedom and noncentrality d_z / √c, where c = 1/J, or 1/J +
/// n_test/n_train under `Resampling.repeatedSplits`. Only a rejection to the right side counts, as in R's
/// `power.t.test`.
public struct PairedDesign: Sendable, Hashable {
    /// How many pairs.
    public var pairs: Int
    /// α of the whole family.
    public var threshold: Double
    /// How many comparisons share it.
    public var familySize: Int
    /// How the pairs come about.
    public var resampling: Resampling
    /// Whether the test looks to one side only.
    public var isOneSided: Bool

    /// A design.
    public init(
        pairs: Int, threshold: Double = 0.05, familySize: Int = 1, resampling: Resampling = .independent,
        isOneSided: Bool = false
    ) {
        precondition(pairs >= 0, "a number of pairs is not negative")
        precondition(threshold > 0 && threshold < 1, "a significance threshold lies between 0 and 1")
        precondition(familySize >= 1, "a family has members")
        self.pairs = pairs
        self.threshold = threshold
        self.familySize = familySize
        self.resampling = resampling
        self.isOneSided = isOneSided
    }

    /// The level of one comparison.
    public var thresholdOfOne: Double { threshold / Double(familySize) }

    /// The part of it that lies on the side of the effect.
    private var tail: Double { isOneSided ? thresholdOfOne : thresholdOfOne / 2 }

    /// The chance that the test finds an effect of d_z = `effect`; 0 with fewer than two pairs.
    public func power(effect: Double) -> Double { 1 - miss(effect: effect, pairs: Double(pairs)) }

    /// The smallest d_z that the test finds with a chance of `power`; nil with fewer than two pairs, which
    /// find nothing.
    public func smallestDetectableEffect(power: Double) -> Double? {
        precondition(power > thresholdOfOne && power < 1, "a wanted power lies between the level and 1")
        guard pairs >= 2 else { return nil }
        return solvePower(
            power, near: limitingEffect(power: power, varianceFactor: varianceFactor(Double(pairs)))
        ) {
            effect in miss(effect: effect, pairs: Double(pairs))
        }
    }

    /// The number of pairs that find an effect of d_z = `effect` with a chance of `power`, as a root that
    /// need not be whole and is at least 2; nil where no number suffices.
    ///
    /// That is so without an effect, and under repeated splits of the same rows, where the variance of the
    /// mean does not fall below s² n_test/n_train however many splits there are: see `powerLimit(effect:)`.
    /// Above a million pairs the test is taken as normal.
    public func pairsNeeded(effect: Double, power: Double) -> Double? {
        precondition(power > thresholdOfOne && power < 1, "a wanted power lies between the level and 1")
        guard powerLimit(effect: effect) > power else { return nil }
        // By the normal distribution: (z_α + z_β) √c = |effect|.
        let reach = limitingEffect(power: power, varianceFactor: 1)
        let factor = (effect / reach) * (effect / reach)
        let guess = 1 / (factor - variancePerSplit)
        if guess > 1e6 { return guess }
        if 1 - miss(effect: effect, pairs: 2) >= power { return 2 }
        return solvePower(power, near: max(guess, 2)) { pairs in miss(effect: effect, pairs: pairs) }
    }

    /// `pairsNeeded` rounded up; nil where no number suffices.
    public func wholePairsNeeded(effect: Double, power: Double) -> Int? {
        guard let root = pairsNeeded(effect: effect, power: power) else { return nil }
        // A root that is whole but for rounding is that whole number.
        return root < 1e15 ? Int((root - 1e-9 * root).rounded(.up)) : nil
    }

    /// The power that infinitely many pairs would have: 1 for independent pairs, less for repeated splits of
    /// the same rows.
    public func powerLimit(effect: Double) -> Double {
        if effect == 0 { return 0 }
        if variancePerSplit == 0 { return 1 }
        let critical = Normal().quantile(upperTail: tail)
        return Normal().upperTail(critical - abs(effect) / variancePerSplit.squareRoot())
    }

    /// n_test / n_train under repeated splits, otherwise 0.
    private var variancePerSplit: Double {
        if case .repeatedSplits(let testToTrain) = resampling { testToTrain } else { 0 }
    }

    private func varianceFactor(_ pairs: Double) -> Double { 1 / pairs + variancePerSplit }

    /// The chance that the test does not find the effect.
    private func miss(effect: Double, pairs: Double) -> Double {
        guard pairs > 1 else { return 1 }
        return missProbability(
            noncentrality: abs(effect) / varianceFactor(pairs).squareRoot(), degreesOfFreedom: pairs - 1,
            tail: tail)
    }

    /// The effect found with a chance of `power` when the deviation is known.
    private func limitingEffect(power: Double, varianceFactor: Double) -> Double {
        let normal = Normal()
        return (normal.quantile(upperTail: tail) + normal.quantile(power))
            * varianceFactor.squareRoot()
    }
}
