/// A difference between two methods in a unit that does not depend on the metric.
public struct EffectSize: Sendable, Hashable {
    /// The estimate.
    public var value: Double
    /// Its confidence interval; nil where the sample is too small for one.
    public var interval: Interval?

    /// An effect size.
    public init(value: Double, interval: Interval?) {
        self.value = value
        self.interval = interval
    }

    /// Estimate and interval multiplied by a positive constant.
    func scaled(by factor: Double) -> EffectSize {
        EffectSize(
            value: factor * value,
            interval: interval.map {
                Interval(lower: factor * $0.lower, upper: factor * $0.upper, level: $0.level)
            })
    }
}
