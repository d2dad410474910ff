import Statistics

/// How often something happened in repeated simulations.
public struct SimulatedRate: Sendable, Hashable {
    /// How often it happened.
    public var hits: Int
    /// The simulations.
    public var repetitions: Int

    /// A rate of nothing yet.
    init(hits: Int = 0, repetitions: Int = 0) {
        self.hits = hits
        self.repetitions = repetitions
    }

    /// Counts one more simulation.
    mutating func add(_ happened: Bool) {
        repetitions += 1
        if happened { hits += 1 }
    }

    /// The share.
    public var value: Double { repetitions == 0 ? .nan : Double(hits) / Double(repetitions) }

    /// What the true rate may be: the Clopper–Pearson interval at 99 %.
    public var interval: Interval {
        clopperPearson(successes: hits, of: repetitions, level: 0.99)
            ?? Interval(lower: 0, upper: 1, level: 0.99)
    }

    /// Whether the simulations show the true rate to be above `nominal`.
    public func isShownAbove(_ nominal: Double) -> Bool { interval.lower > nominal }

    /// Whether the simulations show the true rate to be below `nominal`.
    public func isShownBelow(_ nominal: Double) -> Bool { interval.upper < nominal }
}
