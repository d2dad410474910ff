/// Which departures from the null hypothesis a test looks for.
public enum Alternative: String, Sendable, Hashable, CaseIterable {
    /// The quantity differs from its null value in either direction.
    case twoSided
    /// The quantity is greater than under the null hypothesis.
    case greater
    /// The quantity is less than under the null hypothesis.
    case less

    /// The p-value from the two one-sided ones: that of the direction asked for, or twice the smaller, at
    /// most 1.
    func p(greater: Double, less: Double) -> Double {
        switch self {
        case .twoSided: min(1, 2 * min(greater, less))
        case .greater: min(1, greater)
        case .less: min(1, less)
        }
    }

    /// The p-value of a statistic that is normal under the null hypothesis.
    ///
    /// `continuity` is half the distance between neighbouring values of the statistic; the statistic is moved
    /// so far towards its mean, but never past it where the test is two-sided.
    func normalP(statistic: Double, mean: Double, deviation: Double, continuity: Double) -> Double {
        func upper(_ distance: Double) -> Double { Normal().upperTail(distance / deviation) }
        switch self {
        case .twoSided: return min(1, 2 * upper(max(0, abs(statistic - mean) - continuity)))
        case .greater: return upper(statistic - mean - continuity)
        case .less: return upper(mean - statistic - continuity)
        }
    }
}

/// How the null distribution of a test is computed.
public enum NullDistribution: String, Sendable, Hashable, CaseIterable {
    /// Exact up to the size that the test states, approximate beyond; never chosen by the values themselves.
    case automatic
    /// Exact, whatever it costs.
    case exact
    /// A normal approximation, or a Monte-Carlo one for permutation tests.
    case approximate
}
