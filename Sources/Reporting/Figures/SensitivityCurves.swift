/// A metric over the values of a hyperparameter.
public struct SensitivityCurves: Sendable, Hashable {
    /// The hyperparameter.
    public var xTitle: String
    /// What y is, and which way is better.
    public var yTitle: String
    /// Whether x is shown by its logarithm: values above 0 that span more than a decade.
    ///
    /// A 0 stands apart at the left.
    public var isLogarithmic: Bool
    /// The lines.
    public var series: [LearningCurves.Series]
    /// Whether more of y is better, which decides which of many lines stand out; nil where that is not known.
    public var isHigherBetter: Bool?
    /// The baseline's value; nil where there is none.
    public var baseline: LearningCurves.Point?

    /// Curves.
    public init(
        xTitle: String, yTitle: String, isLogarithmic: Bool, series: [LearningCurves.Series],
        baseline: LearningCurves.Point? = nil, isHigherBetter: Bool? = nil
    ) {
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.isLogarithmic = isLogarithmic
        self.series = series
        self.baseline = baseline
        self.isHigherBetter = isHigherBetter
    }
}
