/// Differences with their intervals, one below the other.
public struct ForestPlot: Sendable, Hashable {
    /// A difference.
    public struct Row: Sendable, Hashable {
        /// Of what.
        public var label: String
        /// The heading it stands under, such as a dataset; rows of one group follow each other.
        public var group: String
        /// The difference; nil where there is none, which is drawn as such.
        public var estimate: Double?
        /// Its interval; nil where there is none.
        public var interval: ClosedRange<Double>?
        /// The numbers in words: "+0.012 ± 0.004, p = 0.03".
        public var text: String
        /// Whether it counts as a difference after correction.
        public var isSignificant: Bool

        /// A row.
        public init(
            label: String, group: String, estimate: Double?, interval: ClosedRange<Double>?, text: String,
            isSignificant: Bool
        ) {
            self.label = label
            self.group = group
            self.estimate = estimate
            self.interval = interval
            self.text = text
            self.isSignificant = isSignificant
        }
    }

    /// What the differences are of, and which way is better.
    public var xTitle: String
    /// The rows.
    public var rows: [Row]
    /// A margin around 0 within which differences do not matter; nil where none was named.
    public var margin: Double?

    /// A plot.
    public init(xTitle: String, rows: [Row], margin: Double? = nil) {
        self.xTitle = xTitle
        self.rows = rows
        self.margin = margin
    }
}
