/// The values of all seeds, a row of marks per method; marks of one seed can be followed from row to row.
public struct SeedScatter: Sendable, Hashable {
    /// A method's values.
    public struct Row: Sendable, Hashable {
        /// Its label.
        public var label: String
        /// Its values, by seed.
        public var values: [Value]
        /// Their mean; nil where there are none.
        public var mean: Double?

        /// A method's values.
        public init(label: String, values: [Value], mean: Double?) {
            self.label = label
            self.values = values
            self.mean = mean
        }
    }

    /// A seed's value.
    public struct Value: Sendable, Hashable {
        /// The seed.
        public var seed: Int
        /// The value.
        public var value: Double

        /// A seed's value.
        public init(seed: Int, value: Double) {
            self.seed = seed
            self.value = value
        }
    }

    /// What the values are, and which way is better.
    public var xTitle: String
    /// The methods.
    public var rows: [Row]

    /// A plot.
    public init(xTitle: String, rows: [Row]) {
        self.xTitle = xTitle
        self.rows = rows
    }
}
