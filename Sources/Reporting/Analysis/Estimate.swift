import Statistics

/// What stands for a sample: its mean, median or interquartile mean, with an interval.
struct Estimate: Sendable, Hashable {
    /// How many values there were, at least 1.
    var count: Int
    /// What stands for them.
    var value: Double
    /// The interval; nil where nothing can be said, of zero width when all values are equal.
    var interval: Interval?

    init(count: Int, value: Double, interval: Interval?) {
        self.count = count
        self.value = value
        self.interval = interval
    }

    init(_ mean: MeanEstimate) { self.init(count: mean.count, value: mean.mean, interval: mean.interval) }
}
