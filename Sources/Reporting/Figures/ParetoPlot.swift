/// Quality over cost, with the methods that no other beats in both.
public struct ParetoPlot: Sendable, Hashable {
    /// A method.
    public struct Point: Sendable, Hashable {
        /// Its label.
        public var label: String
        /// Its cost; less is better.
        public var cost: Double
        /// Its quality.
        public var quality: Double
        /// The quality's interval; nil where there is none.
        public var interval: ClosedRange<Double>?
        /// Whether no other is as good for less, or better for as much.
        public var isOnFront: Bool

        /// A point.
        public init(
            label: String, cost: Double, quality: Double, interval: ClosedRange<Double>?, isOnFront: Bool
        ) {
            self.label = label
            self.cost = cost
            self.quality = quality
            self.interval = interval
            self.isOnFront = isOnFront
        }
    }

    /// What the cost is, with its unit.
    public var xTitle: String
    /// What the quality is, and which way is better.
    public var yTitle: String
    /// Whether more quality is better.
    public var isHigherBetter: Bool
    /// The methods.
    public var points: [Point]

    /// A plot.
    public init(xTitle: String, yTitle: String, isHigherBetter: Bool, points: [Point]) {
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.isHigherBetter = isHigherBetter
        self.points = points
    }
}
