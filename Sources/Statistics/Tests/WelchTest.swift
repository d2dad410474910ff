/// The difference of the means of two independent samples whose variances may differ, with Welch's t test.
///
/// The standard error is √(s²₁/n₁ + s²₂/n₂), the degrees of freedom are Satterthwaite's,
///
///     ν = (s²₁/n₁ + s²₂/n₂)² / ((s²₁/n₁)²/(n₁ − 1) + (s²₂/n₂)²/(n₂ − 1)),
///
/// and the level is approximate for normal values. Source: B. L. Welch (1947), "The generalization of
/// 'Student's' problem when several different population variances are involved", Biometrika 34, 28–35; F. E.
/// Satterthwaite (1946), "An approximate distribution of estimates of variance components", Biometrics
/// Bulletin 2, 110–114.
public struct WelchTest: Sendable, Hashable {
    /// Mean of the first − mean of the second.
    public var difference: Double
    /// Its standard error; 0 where neither sample has any spread.
    public var standardError: Double
    /// Satterthwaite's degrees of freedom; without spread n₁ + n₂ − 2.
    public var degreesOfFreedom: Double

    /// The comparison of `first` with `second`; nil where one of them has fewer than two values.
    ///
    /// Values must be finite.
    public init?(_ first: [Double], _ second: [Double]) {
        guard let (centres, variances) = Self.moments(first, second) else { return nil }
        difference = centres.0 - centres.1
        let (one, other) = (variances.0 / Double(first.count), variances.1 / Double(second.count))
        let variance = one + other
        standardError = variance.squareRoot()
        let rests = (Double(first.count - 1), Double(second.count - 1))
        // As shares, so that no square of a tiny variance becomes 0.
        let (a, b) = variance > 0 ? (one / variance, other / variance) : (0, 0)
        degreesOfFreedom = variance > 0 ? 1 / (a * a / rests.0 + b * b / rests.1) : rests.0 + rests.1
    }

    private static func moments(
        _ first: [Double], _ second: [Double]
    ) -> (centres: (Double, Double), variances: (Double, Double))? {
        guard let a = mean(first), let b = mean(second), let s = sampleVariance(first),
            let t = sampleVariance(second)
        else { return nil }
        return ((a, b), (s, t))
    }

    /// The two-sided interval of the difference.
    public func interval(level: Double = 0.95) -> Interval {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
        let reach =
            standardError == 0
            ? 0
            : standardError
                * StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upperTail: (1 - level) / 2)
        return Interval(lower: difference - reach, upper: difference + reach, level: level)
    }

    /// The one-sided p-value against "the difference is at most `bound`"; 0 or 1 without spread.
    public func p(above bound: Double) -> Double {
        guard standardError > 0 else { return difference > bound ? 0 : 1 }
        return StudentT(degreesOfFreedom: degreesOfFreedom).upperTail((difference - bound) / standardError)
    }

    /// The one-sided p-value against "the difference is at least `bound`"; 0 or 1 without spread.
    public func p(below bound: Double) -> Double {
        guard standardError > 0 else { return difference < bound ? 0 : 1 }
        return StudentT(degreesOfFreedom: degreesOfFreedom).cumulative((difference - bound) / standardError)
    }
}
