/// A confidence interval, both ends included.
public struct Interval: Sendable, Hashable {
    /// The lower end.
    public var lower: Double
    /// The upper end.
    public var upper: Double
    /// The confidence level, between 0 and 1.
    public var level: Double

    /// An interval.
    public init(lower: Double, upper: Double, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }

    /// Half the distance between the ends.
    public var halfWidth: Double { (upper - lower) / 2 }

    /// Whether `value` lies between the ends.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// The mean of a sample with what is known of its uncertainty.
public struct MeanEstimate: Sendable, Hashable {
    /// How many values there were, at least 1.
    public var count: Int
    /// Their mean.
    public var mean: Double
    /// The standard error of the mean; nil for one value, from which nothing can be said.
    public var standardError: Double?
    /// The t interval for the mean; nil for one value, of zero width when all values are equal.
    public var interval: Interval?

    /// An estimate.
    public init(count: Int, mean: Double, standardError: Double?, interval: Interval?) {
        self.count = count
        self.mean = mean
        self.standardError = standardError
        self.interval = interval
    }
}

/// The mean of `values` with its t interval; nil for no values.
///
/// Two-sided, mean ± t(1 − (1 − level) / 2, J − 1) · standard error. Values must be finite.
public func estimateMean(
    _ values: [Double], level: Double = 0.95, resampling: Resampling = .independent
) -> MeanEstimate? {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    guard let centre = mean(values) else { return nil }
    guard let variance = sampleVariance(values) else {
        return MeanEstimate(count: values.count, mean: centre, standardError: nil, interval: nil)
    }
    let error = (variance * resampling.meanVarianceFactor(count: values.count)).squareRoot()
    let distribution = StudentT(degreesOfFreedom: Double(values.count - 1))
    let reach = error == 0 ? 0 : error * distribution.quantile(upperTail: (1 - level) / 2)
    return MeanEstimate(
        count: values.count, mean: centre, standardError: error,
        interval: Interval(lower: centre - reach, upper: centre + reach, level: level))
}

/// The t interval for the mean of independent values; nil for fewer than two.
public func tInterval(_ values: [Double], level: Double = 0.95) -> Interval? {
    estimateMean(values, level: level)?.interval
}
