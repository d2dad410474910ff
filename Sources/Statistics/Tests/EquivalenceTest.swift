/// Whether two methods differ by less than a margin, by two one-sided tests.
public struct EquivalenceTest: Sendable, Hashable {
    /// The mean difference with its standard error and its interval at 1 − 2α, the one that decides.
    public var estimate: MeanEstimate
    /// The margin: differences from −margin to +margin are called none.
    public var margin: Double
    /// The p-value against "the mean difference is at most −margin".
    public var lowerP: Double
    /// The p-value against "the mean difference is at least +margin".
    public var upperP: Double
    /// α, the chance of calling methods equivalent that are not.
    public var threshold: Double

    /// The p-value of the whole: the larger of the two.
    public var p: Double { max(lowerP, upperP) }
    /// Whether both tests reject.
    public var isEquivalent: Bool { p <= threshold }
}

/// Tests whether the mean of paired differences lies within ±`margin`; nil for fewer than two.
///
/// Null: it lies at −margin or below, or at +margin or above. Two one-sided paired t tests at α = 1 −
/// `level`, each with J − 1 degrees of freedom and the variance that `resampling` says; both have to reject,
/// which needs no correction. That is so exactly when the interval at 1 − 2α (90 % for α = 5 %) lies within
/// the margins. The margin has to be chosen before looking at the data. Differences without spread are
/// decided by their common value, with p 0 or 1. Source: D. Schuirmann (1987), "A comparison of the two
/// one-sided tests procedure and the power approach for assessing the equivalence of average
/// bioavailability", Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680.
public func equivalenceTest(
    _ differences: [Double], margin: Double, level: Double = 0.95, resampling: Resampling = .independent
) -> EquivalenceTest? {
    precondition(margin > 0 && margin.isFinite, "a margin of equivalence is positive")
    precondition(level > 0.5 && level < 1, "a confidence level lies between 0.5 and 1")
    guard let estimate = estimateMean(differences, level: 2 * level - 1, resampling: resampling),
        estimate.standardError != nil
    else { return nil }
    return EquivalenceTest(
        estimate: estimate, margin: margin,
        lowerP: oneSidedP(estimate, above: -margin), upperP: oneSidedP(estimate, below: margin),
        threshold: 1 - level)
}
