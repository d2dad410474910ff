import Numerics

/// The studentised range: the range of k independent normals over an independent estimate of their deviation.
///
/// With infinite degrees of freedom it is the plain range, as in Nemenyi's test. Source: H. Harter (1960),
/// "Tables of range and studentized range", Annals of Mathematical Statistics 31, 1122–1147. The upper tail
/// of the range is k ∫ φ(x) [S(x)^(k−1) − (S(x) − S(x + r))^(k−1)] dx with S = 1 − Φ (x is the smallest of
/// the normals), whose integrand is positive and computed without cancellation.
public struct StudentizedRange: SearchedDistribution {
    /// The number of groups k, at least 2.
    public let groups: Int
    /// The degrees of freedom of the deviation's estimate, above 0; may be infinite.
    public let degreesOfFreedom: Double

    /// The distribution.
    public init(groups: Int, degreesOfFreedom: Double = .infinity) {
        precondition(groups >= 2, "a range needs two groups")
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive")
        self.groups = groups
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(Q ≤ q).
    public func cumulative(_ q: Double) -> Double { tail(q, wantsUpper: false) }

    /// P(Q > q): the p-value of the statistic q.
    public func upperTail(_ q: Double) -> Double { tail(q, wantsUpper: true) }

    private func tail(_ q: Double, wantsUpper: Bool) -> Double {
        if q <= 0 { return wantsUpper ? 1 : 0 }
        if q.isInfinite { return wantsUpper ? 0 : 1 }
        let range = NormalRange(groups: groups)
        if degreesOfFreedom.isInfinite { return range.tail(q, wantsUpper: wantsUpper) }
        let ratio = LogarithmOfDeviationRatio(degreesOfFreedom: degreesOfFreedom)
        let integral = peakIntegral(near: 0, step: ratio.step) { y in
            let density = ratio.density(y)
            return density == 0
                ? 0 : density * range.tail(q * DeterministicMath.exp(y), wantsUpper: wantsUpper)
        }
        return min(1, integral)
    }

    var support: QuantileSearch.Support { .positive }
    var bulk: (centre: Double, scale: Double) {
        // Near enough to the median: 1 for two groups, growing like 2 √(2 ln k).
        (2 * (2 * DeterministicMath.log(Double(groups))).squareRoot() - 1, 1)
    }
}
