import Numerics

/// The standard normal distribution.
///
/// Both tails to about 1e-15 relative as long as they are normal doubles (|z| < 37.5); quantiles likewise, by
/// M. Wichura (1988), Algorithm AS 241.
public struct Normal: ContinuousDistribution {
    /// The distribution of mean 0 and variance 1.
    public init() {}

    /// The density at `z`.
    public static func density(_ z: Double) -> Double {
        // Below the smallest double; further out the second factor below would be infinite.
        if abs(z) > 40 { return 0 }
        // z² is split in two, or its rounding would cost digits far out.
        let coarse = (z * 16).rounded() / 16
        let fine = z - coarse
        let exponent = DeterministicMath.exp(-coarse * coarse / 2)
        return 0.39894228040143267794 * exponent * DeterministicMath.exp(-fine * (coarse + z) / 2)
    }

    /// P(Z ≤ z).
    public func cumulative(_ z: Double) -> Double { upperTail(-z) }

    /// P(Z > z).
    public func upperTail(_ z: Double) -> Double {
        if z.isInfinite { return z > 0 ? 0 : 1 }
        let tail = Normal.density(z) * Normal.millsRatio(abs(z))
        return z >= 0 ? tail : 1 - tail
    }

    /// P(|Z| ≥ |z|): the two-sided p-value of the statistic z.
    public func twoSided(_ z: Double) -> Double { min(1, 2 * upperTail(abs(z))) }

    /// The z with P(Z ≤ z) = `probability`, from 0 (−∞) to 1 (+∞).
    public func quantile(_ probability: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "a probability lies between 0 and 1")
        return DeterministicMath.normalQuantile(probability)
    }

    /// The z with P(Z > z) = `upperTail`.
    public func quantile(upperTail: Double) -> Double { 0 - quantile(upperTail) }

    /// P(Z > z) divided by the density, for z ≥ 0.
    ///
    /// A Chebyshev series for (z + 2) · ratio in t = (z − 5) / (z + 5), in the manner of J. Schonfelder
    /// (1978), "Chebyshev expansions for the error and related functions", Mathematics of Computation 32,
    /// 1232–1240.
    static func millsRatio(_ z: Double) -> Double {
        let t = (z - 5) / (z + 5)
        // Clenshaw's recurrence.
        var (last, before) = (0.0, 0.0)
        var index = chebyshev.count - 1
        while index > 0 {
            (last, before) = (2 * t * last - before + chebyshev[index], last)
            index -= 1
        }
        return (t * last - before + chebyshev[0]) / (z + 2)
    }

    /// Made with mpmath (40 digits); `Tests/StatisticsTests/Reference/distributions.py` shows how.
    private static let chebyshev: [Double] = [
        1.5484195262898451, -0.71477560554657464, 0.20251455925598634, -0.040051252401899715,
        0.0030887918421916549, 0.0013436397440810256, -0.00068639230962570087, 0.000168875532453346,
        -2.2877214544510036e-5, 2.831700394772872e-7, 5.3526914495265707e-7, -8.068012307933983e-8,
        -5.7630152205828846e-9, 2.955451535425583e-9, -6.1030015379611858e-11, -9.1772102328824123e-11,
        6.8648981793203177e-12, 2.9450280704669888e-12, -3.3014094001802951e-13, -1.052066143815476e-13,
        1.3363916762766122e-14, 4.2593608988891959e-15, -4.8768405548776978e-16, -1.9092171962297452e-16,
        1.4937278043657588e-17, 9.060533057450362e-18,
    ]
}
