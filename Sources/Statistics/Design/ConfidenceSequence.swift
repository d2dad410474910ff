import Numerics

/// Intervals for a mean that hold at all sample sizes at once, so that one may look after every value and
/// stop at will.
///
/// P(some interval of the sequence leaves out the mean) ≤ 1 − level, for normal values of unknown variance:
/// exactly, at every sample size from 1 on. The values are either independent or, with `.repeatedSplits`,
/// exchangeable with the correlation n_test / (n_test + n_train) that Nadeau and Bengio assume; the intervals
/// then never shrink below what that correlation leaves. Neither skewed nor heavy-tailed values are covered
/// by the guarantee.
///
/// The evidence against a mean is the likelihood ratio of the values up to a common scale, the standardised
/// mean δ = μ / σ mixed over N(0, `effectVariance`):
///
///     E = r^(−1/2) ((1 + t²/ν) / (1 + t²/(ν r)))^(n/2),   r = 1 + effectVariance / f,
///
/// ν = n − 1, f the variance factor of the mean (1 / n, or 1 / n + n_test / n_train), t = (mean − μ) / (s
/// √f). It is a martingale of mean 1 in what is left of the values when their scale is taken out, so by
/// Ville's inequality it reaches 1 / α with probability α at most. Sources: T. L. Lai (1976), "On confidence
/// sequences", Annals of Statistics 4, 265–280; H. Wang and A. Ramdas (2024), "Anytime-valid t-tests and
/// confidence sequences for Gaussian means with unknown variance", arXiv 2310.03722; the mixture: M. Gönen,
/// W. O. Johnson, Y. Lu and P. H. Westfall (2005), "The Bayesian two-sample t test", The American
/// Statistician 59, 252–257.
public struct ConfidenceSequence: Sendable, Hashable {
    /// The confidence level, between 0 and 1.
    public var level: Double
    /// The variance of the standardised mean that the sequence is tuned for; any gives the guarantee, 1 suits
    /// effects of about one standard deviation.
    public var effectVariance: Double
    /// How the values came about.
    public var resampling: Resampling

    /// A sequence; choose everything before the first look.
    public init(level: Double = 0.95, effectVariance: Double = 1, resampling: Resampling = .independent) {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        precondition(effectVariance > 0 && effectVariance.isFinite, "a variance is positive")
        self.level = level
        self.effectVariance = effectVariance
        self.resampling = resampling
    }

    /// The interval after `values`, all in the order in which they came; nil as long as it is the whole line.
    ///
    /// At level 0.95 with independent values the first finite one is after 5.
    public func interval(_ values: [Double]) -> Interval? {
        guard let spread = Spread(values, resampling), let reach = criticalT(count: values.count) else {
            return nil
        }
        let half = reach * spread.error
        return Interval(lower: spread.centre - half, upper: spread.centre + half, level: level)
    }

    /// The |t| from which the evidence reaches 1 / (1 − level); nil where it cannot with so few values.
    public func criticalT(count: Int) -> Double? {
        guard count >= 2 else { return nil }
        let ratio = ratio(count)
        let bound = DeterministicMath.exp(
            (DeterministicMath.log(ratio) - 2 * DeterministicMath.log(1 - level)) / Double(count))
        guard bound < ratio else { return nil }
        return (Double(count - 1) * (bound - 1) / (1 - bound / ratio)).squareRoot()
    }

    /// ln E after `values`: the evidence against the mean being `mean`; 0 for fewer than two values.
    public func logEvidence(_ values: [Double], against mean: Double = 0) -> Double {
        guard let spread = Spread(values, resampling) else { return 0 }
        return logEvidence(count: values.count, distance: spread.centre - mean, error: spread.error)
    }

    /// ln E after `count` values whose mean lies `distance` from the null's, with standard error `error`.
    func logEvidence(count: Int, distance: Double, error: Double) -> Double {
        let ratio = ratio(count)
        let change: Double
        if error == 0 {
            change = distance == 0 ? 0 : DeterministicMath.log(ratio)
        } else {
            let t = distance / error
            let square = t * t / Double(count - 1)
            change =
                square.isInfinite
                ? DeterministicMath.log(ratio)
                : DeterministicMath.log1p(square) - DeterministicMath.log1p(square / ratio)
        }
        return (Double(count) * change - DeterministicMath.log(ratio)) / 2
    }

    /// The always-valid p-value of "the mean is `mean`": 1 / the largest evidence after any of the values, at
    /// most 1.
    ///
    /// P(it is ever ≤ α | null) ≤ α.
    public func p(_ values: [Double], against mean: Double = 0) -> Double {
        var largest = 0.0
        for count in 2..<max(2, values.count + 1) {
            largest = max(largest, logEvidence(Array(values.prefix(count)), against: mean))
        }
        return DeterministicMath.exp(-largest)
    }

    private func ratio(_ count: Int) -> Double {
        1 + effectVariance / resampling.meanVarianceFactor(count: count)
    }

    /// A sample's mean and standard error.
    private struct Spread {
        var centre: Double
        var error: Double

        init?(_ values: [Double], _ resampling: Resampling) {
            guard let centre = mean(values), let variance = sampleVariance(values) else { return nil }
            self.centre = centre
            error = (variance * resampling.meanVarianceFactor(count: values.count)).squareRoot()
        }
    }
}
