/// Values over a number line, with bands: learning curves by method.
public struct LearningCurves: Sendable, Hashable {
    /// A point with its band.
    public struct Point: Sendable, Hashable {
        /// Where.
        public var x: Double
        /// The value in the middle.
        public var y: Double
        /// The band's ends; nil where there is no band.
        public var band: ClosedRange<Double>?

        /// A point.
        public init(x: Double, y: Double, band: ClosedRange<Double>? = nil) {
            self.x = x
            self.y = y
            self.band = band
        }
    }

    /// A named line.
    public struct Series: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its points, by increasing x.
        public var points: [Point]
        /// Whether the others are compared with it.
        public var isBaseline: Bool

        /// A line.
        public init(name: String, points: [Point], isBaseline: Bool = false) {
            self.name = name
            self.points = points
            self.isBaseline = isBaseline
        }
    }

    /// What x is, with its unit.
    public var xTitle: String
    /// What y is, with its unit and which way is better.
    public var yTitle: String
    /// The lines, in the suite's order.
    public var series: [Series]
    /// Whether more of y is better, which decides which of many lines stand out; nil where that is not known.
    public var isHigherBetter: Bool?

    /// Curves.
    public init(xTitle: String, yTitle: String, series: [Series], isHigherBetter: Bool? = nil) {
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.series = series
        self.isHigherBetter = isHigherBetter
    }
}
