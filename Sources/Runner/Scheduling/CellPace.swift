/// How long cells really take, learnt from those that ended: turns expectations, of which only ratios matter,
/// into seconds.
struct CellPace {
    private var expected = 0.0
    private var actual = 0.0

    /// A cell ended.
    mutating func learn(expected: Double, actual: Double) {
        self.expected += expected
        self.actual += actual
    }

    /// The seconds of a cell; nil before anything is known.
    func seconds(expected value: Double) -> Double? { expected > 0 ? value * actual / expected : nil }

    /// How many cells like one that is expected to take so long a worker should hold, the one it is at included.
    ///
    /// Short ones are handed out in advance, so that no worker waits for the coordinator; long ones are not, so
    /// that whoever is free first gets them.
    func depth(expected value: Double) -> Int {
        guard let seconds = seconds(expected: value), seconds < Self.inAdvance else { return 1 }
        return seconds <= Self.inAdvance / Double(Self.most) ? Self.most : 1 + Int(Self.inAdvance / seconds)
    }

    /// Seconds of work that a worker has in advance at most, and cells.
    private static let (inAdvance, most) = (0.05, 16)
}
