/// How long cells really take, learnt from those that ended: turns expectations, of which only ratios matter,
/// into seconds.
struct CellPace {
    private var expected = 0.0
    private var actual = 0.0
    /// Seconds and number of the completed cells by configuration.
    private var timed: [Int: (seconds: Double, count: Int)] = [:]

    /// A cell completed.
    mutating func learn(configuration: Int, expected: Double, actual: Double) {
        self.expected += expected
        self.actual += actual
        let (seconds, count) = timed[configuration] ?? (0, 0)
        timed[configuration] = (seconds + actual, count + 1)
    }

    /// The seconds of a cell; nil before anything is known.
    func seconds(expected value: Double) -> Double? { expected > 0 ? value * actual / expected : nil }

    /// How many cells like one of that configuration, expected to take so long, a worker should hold, the one it is
    /// at included.
    ///
    /// Short ones are handed out in advance, so that no worker waits for the coordinator; long ones are not, so
    /// that whoever is free first gets them. More than one in advance takes a configuration that was itself timed:
    /// expectations may be wrong.
    func depth(configuration: Int, expected value: Double) -> Int {
        if let (seconds, count) = timed[configuration] { return Self.depth(seconds / Double(count)) }
        return seconds(expected: value).map { min(2, Self.depth($0)) } ?? 1
    }

    private static func depth(_ seconds: Double) -> Int {
        guard seconds < inAdvance else { return 1 }
        return seconds <= inAdvance / Double(most) ? most : 1 + Int(inAdvance / seconds)
    }

    /// Seconds of work that a worker has in advance at most, and cells.
    private static let (inAdvance, most) = (0.05, 16)
}
