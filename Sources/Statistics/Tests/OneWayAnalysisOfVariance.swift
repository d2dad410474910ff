/// Whether the means of several independent groups differ, by the spread between and within them.
public struct OneWayAnalysisOfVariance: Sendable, Hashable {
    /// The sum of squares between the groups.
    public var betweenSquares: Double
    /// The sum of squares within them.
    public var withinSquares: Double
    /// The degrees of freedom between.
    public var betweenDegrees: Int
    /// The degrees of freedom within.
    public var withinDegrees: Int

    /// The F statistic.
    public var f: Double {
        (betweenSquares / Double(betweenDegrees)) / (withinSquares / Double(withinDegrees))
    }
    /// The p-value, by the F distribution.
    public var p: Double {
        FisherF(numerator: Double(betweenDegrees), denominator: Double(withinDegrees)).upperTail(f)
    }
    /// The share of the spread that lies between the groups.
    public var rSquared: Double { betweenSquares / (betweenSquares + withinSquares) }
    /// The standard deviation within the groups.
    public var residualDeviation: Double { (withinSquares / Double(withinDegrees)).squareRoot() }
}

/// The analysis of variance of one factor; nil with fewer than two groups, an empty one, or no spread within.
///
/// Null: all groups are normal with one mean and one variance. Source: R. Fisher (1925), "Statistical methods
/// for research workers".
public func oneWayAnalysisOfVariance(_ groups: [[Double]]) -> OneWayAnalysisOfVariance? {
    let all = groups.flatMap { $0 }
    guard groups.count >= 2, let origin = mean(all) else { return nil }
    // About a common origin, so that the squares of a large constant level do not drown the rest.
    let shifted = groups.map { $0.map { $0 - origin } }
    let means = shifted.compactMap { mean($0) }
    guard means.count == groups.count, let rest = mean(shifted.flatMap { $0 }) else { return nil }
    let between = compensatedSum(zip(shifted, means).map { Double($0.count) * ($1 - rest) * ($1 - rest) })
    let within = compensatedSum(
        zip(shifted, means).flatMap { group, centre in group.map { ($0 - centre) * ($0 - centre) } })
    guard within > 0, all.count > groups.count else { return nil }
    return OneWayAnalysisOfVariance(
        betweenSquares: between, withinSquares: within, betweenDegrees: groups.count - 1,
        withinDegrees: all.count - groups.count)
}
