/// For each method, the share of runs or problems at or beyond each threshold, as a step function.
public struct PerformanceProfilePlot: Sendable, Hashable {
    /// What the threshold is.
    public var xTitle: String
    /// What the share is of.
    public var yTitle: String
    /// The step functions, right-continuous; x ascending.
    public var series: [LearningCurves.Series]

    /// A plot.
    public init(xTitle: String, yTitle: String, series: [LearningCurves.Series]) {
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.series = series
    }
}
