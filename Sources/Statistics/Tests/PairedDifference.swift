/// The mean difference of two methods measured on the same seeds, with its t test.
public struct PairedDifference: Sendable, Hashable {
    /// What the test of "the mean difference is 0" gave.
    public enum Test: Sendable, Hashable {
        /// A statistic and its two-sided p-value.
        case decided(t: Double, degreesOfFreedom: Double, p: Double)
        /// Every pair's two values are equal to the last bit: there is nothing to test.
        case identical
        /// Every pair differs by the same amount (to within rounding): without spread there is no p-value.
        case constant
        /// One pair only.
        case tooFewPairs
    }

    /// The mean of a − b with its interval.
    public var estimate: MeanEstimate
    /// The test's outcome.
    public var test: Test

    /// A difference.
    public init(estimate: MeanEstimate, test: Test) {
        self.estimate = estimate
        self.test = test
    }

    /// The two-sided p-value, where there is one.
    public var p: Double? {
        if case .decided(_, _, let p) = test { p } else { nil }
    }
}

/// Compares `a` with `b` pair by pair (the i-th values belong together); nil for no pairs.
///
/// Null: the mean of a − b is 0. Two-sided; t with J − 1 degrees of freedom. With `.independent` it is the
/// paired t test, with `.repeatedSplits` the corrected resampled t test of Nadeau and Bengio (2003). Values
/// must be finite.
public func pairedDifference(
    _ a: [Double], _ b: [Double], level: Double = 0.95, resampling: Resampling = .independent
) -> PairedDifference? {
    precondition(a.count == b.count, "pairs need two values")
    let differences = zip(a, b).map { $0 - $1 }
    guard var estimate = estimateMean(differences, level: level, resampling: resampling) else { return nil }
    guard let error = estimate.standardError else {
        return PairedDifference(estimate: estimate, test: .tooFewPairs)
    }
    if differences.allSatisfy({ $0 == 0 }) { return PairedDifference(estimate: estimate, test: .identical) }
    // A spread as small as the subtraction's own rounding is no spread: 0.9 − 0.8 and 0.7 − 0.6 differ in it.
    let magnitude = zip(a, b).reduce(0) { max($0, abs($1.0), abs($1.1)) }
    let spread = (sampleVariance(differences) ?? 0).squareRoot()
    if spread <= 4 * magnitude.ulp {
        estimate.standardError = 0
        estimate.interval = Interval(lower: estimate.mean, upper: estimate.mean, level: level)
        return PairedDifference(estimate: estimate, test: .constant)
    }
    let degrees = Double(differences.count - 1)
    let t = estimate.mean / error
    return PairedDifference(
        estimate: estimate,
        test: .decided(t: t, degreesOfFreedom: degrees, p: StudentT(degreesOfFreedom: degrees).twoSided(t)))
}
