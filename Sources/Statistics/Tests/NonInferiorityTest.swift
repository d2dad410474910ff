import Primitives

/// Whether a method is worse than another by less than a margin.
public struct NonInferiorityTest: Sendable, Hashable {
    /// The mean difference with its standard error and its interval at 1 − 2α, one end of which decides.
    public var estimate: MeanEstimate
    /// By how much it may be worse.
    public var margin: Double
    /// The one-sided p-value against "it is worse by the margin or more".
    public var p: Double
    /// α, the chance of letting a method pass that is worse by the margin.
    public var threshold: Double

    /// Whether the test rejects.
    public var isNonInferior: Bool { p <= threshold }
}

/// Tests whether a method is worse by less than `margin`; nil for fewer than two differences.
///
/// `differences` are method − comparator, pair by pair, in the metric's own unit. Null: the mean difference
/// is at most −margin where higher is better, at least +margin where lower is. One-sided paired t at α = 1 −
/// `level` with J − 1 degrees of freedom and the variance that `resampling` says; the same as asking whether
/// the interval at 1 − 2α stays on the right side of the margin. A margin of 0 is a test of superiority.
/// Differences without spread are decided by their common value, with p 0 or 1.
public func nonInferiorityTest(
    _ differences: [Double], margin: Double, direction: MetricDeclaration.Direction = .higher,
    level: Double = 0.95, resampling: Resampling = .independent
) -> NonInferiorityTest? {
    precondition(margin >= 0 && margin.isFinite, "a margin is not negative")
    precondition(level > 0.5 && level < 1, "a confidence level lies between 0.5 and 1")
    guard let estimate = estimateMean(differences, level: 2 * level - 1, resampling: resampling),
        estimate.standardError != nil
    else { return nil }
    let p =
        direction == .higher ? oneSidedP(estimate, above: -margin) : oneSidedP(estimate, below: margin)
    return NonInferiorityTest(estimate: estimate, margin: margin, p: p, threshold: 1 - level)
}
