/// Finds time in which nothing ran: rounds of a loop that lie much further apart than the loop meant to sleep.
///
/// A program that is stopped, or a machine that sleeps, does not notice; the clock of its cells must not go on.
struct LostTime {
    /// What a round may take beyond its sleep.
    private static let patience = Duration.seconds(2)

    private var last: SuspendingClock.Instant

    init(_ now: SuspendingClock.Instant) { last = now }

    /// The time lost since the round before, of a loop that meant to sleep that long; mostly zero.
    mutating func lost(_ now: SuspendingClock.Instant, asked: Duration) -> Duration {
        defer { last = now }
        let beyond = now - last - asked
        return beyond > Self.patience ? beyond : .zero
    }
}
