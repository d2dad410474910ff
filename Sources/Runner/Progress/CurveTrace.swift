import Records

/// A learning curve that grows, thinned to a bounded number of points.
public struct CurveTrace: Sendable, Hashable {
    /// A value after so many epochs.
    public struct Point: Sendable, Hashable {
        /// Epochs completed.
        public var epoch: Int
        /// The value.
        public var value: Double

        /// A value after so many epochs.
        public init(epoch: Int, value: Double) {
            self.epoch = epoch
            self.value = value
        }
    }

    /// At most so many points are given out.
    public static let limit = 200

    /// Where it was measured.
    public var part: DataPart
    /// The metric's id.
    public var name: String
    /// The newest point.
    public private(set) var latest: Point?
    private var kept: [Point] = []
    private var stride = 1
    private var count = 0
    private var isLatestKept = false

    /// An empty curve.
    public init(part: DataPart, name: String) {
        self.part = part
        self.name = name
    }

    /// A curve of those points.
    public init(part: DataPart, name: String, points: [Point]) {
        self.init(part: part, name: name)
        for point in points { append(point) }
    }

    /// Adds the next point.
    public mutating func append(_ point: Point) {
        if count.isMultiple(of: stride) {
            if kept.count == Self.limit - 1 {
                kept = kept.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
                stride *= 2
            }
            isLatestKept = count.isMultiple(of: stride)
            if isLatestKept { kept.append(point) }
        } else {
            isLatestKept = false
        }
        count += 1
        latest = point
    }

    /// The points, evenly thinned; the first and the newest are among them.
    public var points: [Point] {
        guard let latest, !isLatestKept else { return kept }
        return kept + [latest]
    }
}
