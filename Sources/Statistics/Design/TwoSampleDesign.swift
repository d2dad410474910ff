/// What a comparison of two independent samples of one size can show, by the t test with pooled variance.
///
/// Effects are Cohen's d. Exact for normal values of one variance: noncentral t with 2n − 2 degrees of
/// freedom and noncentrality d √(n/2). Only a rejection to the right side counts, as in R's `power.t.test`.
public struct TwoSampleDesign: Sendable, Hashable {
    /// Values per sample.
    public var perSample: Int
    /// α.
    public var threshold: Double
    /// Whether the test looks to one side only.
    public var isOneSided: Bool

    /// A design.
    public init(perSample: Int, threshold: Double = 0.05, isOneSided: Bool = false) {
        precondition(perSample >= 0, "a number of values is not negative")
        precondition(threshold > 0 && threshold < 1, "a significance threshold lies between 0 and 1")
        self.perSample = perSample
        self.threshold = threshold
        self.isOneSided = isOneSided
    }

    /// The chance that the test finds a difference of d = `effect`; 0 with fewer than two values per sample.
    public func power(effect: Double) -> Double { 1 - miss(effect: effect, perSample: Double(perSample)) }

    /// The values per sample that find d = `effect` with a chance of `power`, as a root that need not be
    /// whole and is at least 2; nil without an effect.
    public func valuesNeeded(effect: Double, power: Double) -> Double? {
        precondition(power > threshold && power < 1, "a wanted power lies between the level and 1")
        if effect == 0 { return nil }
        if 1 - miss(effect: effect, perSample: 2) >= power { return 2 }
        let normal = Normal()
        let reach = (normal.quantile(upperTail: tail) + normal.quantile(power)) / effect
        let guess = 2 * reach * reach
        if guess > 1e6 { return guess }
        return solvePower(power, near: max(guess, 2)) { miss(effect: effect, perSample: $0) }
    }

    private var tail: Double { isOneSided ? threshold : threshold / 2 }

    private func miss(effect: Double, perSample: Double) -> Double {
        guard perSample > 1 else { return 1 }
        return missProbability(
            noncentrality: abs(effect) * (perSample / 2).squareRoot(), degreesOfFreedom: 2 * perSample - 2,
            tail: tail)
    }
}
