/// The learning curves of an experiment's cells, each with the attempt that counts, by row of its `ResultTable`.
public struct LearningCurveTable: Sendable {
    /// A value at the end of an epoch.
    public struct Point: Sendable, Hashable {
        /// Epochs completed, from 1; 0 is before training.
        public var epoch: Int
        /// The value, which may be infinite or NaN.
        public var value: Double

        /// A value at the end of an epoch.
        public init(epoch: Int, value: Double) {
            self.epoch = epoch
            self.value = value
        }
    }

    /// What the curves are of.
    public let measures: [ResultTable.Measure]
    /// How many rows there are.
    public let count: Int
    /// Why there are no points, in words; nil where all that were recorded are here.
    public let omission: String?
    private var curves: [[Point]]

    /// A table without points for so many rows.
    public init(rows count: Int, measures: [ResultTable.Measure]) {
        self.measures = measures
        self.count = count
        omission = nil
        curves = Array(repeating: [], count: count * measures.count)
    }

    /// A table that was not read, and why.
    public init(omission: String) {
        measures = []
        count = 0
        self.omission = omission
        curves = []
    }

    /// How many points there are.
    public var pointCount: Int { curves.reduce(0) { $0 + $1.count } }

    /// Adds a point to a curve; the points of a curve must come by epoch.
    public mutating func append(_ point: Point, row: Int, measure: Int) {
        curves[row * measures.count + measure].append(point)
    }

    /// The curve of a measure, by number, of a row; empty where none was recorded.
    public func points(row: Int, measure: Int) -> [Point] {
        measures.isEmpty ? [] : curves[row * measures.count + measure]
    }
}
