/// How much happens per second of late: older events weigh less, exponentially.
///
/// Time in which nothing was observed at all (the machine slept, the process was stopped) does not count.
struct RecentRate {
    /// Longer gaps between observations are taken for pauses.
    static let longestGap = 10.0
    private var amount = 0.0
    private var seconds = 0.0
    private var active = 0.0
    private var events = 0

    /// Lets time pass since the last observation.
    mutating func advance(by gap: Double) {
        let step = gap > Self.longestGap ? 0 : max(gap, 0)
        active += step
        // The window holds a good number of events, however rare they are.
        let window = max(30, 8 * active / Double(max(events, 1)))
        let decay = max(0, 1 - step / window)
        amount *= decay
        seconds = seconds * decay + step
    }

    /// Something of that size happened now.
    mutating func add(_ size: Double) {
        amount += size
        events += 1
    }

    /// The rate; nil before anything happened.
    var perSecond: Double? { events > 0 && seconds > 0 && amount > 0 ? amount / seconds : nil }
}
