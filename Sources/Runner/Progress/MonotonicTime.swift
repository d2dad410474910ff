/// Seconds of a clock that only goes forward and that nobody sets.
public enum MonotonicTime {
    private static let origin = ContinuousClock.now

    /// Seconds since the first question.
    public static func seconds() -> Double { (ContinuousClock.now - origin) / .seconds(1) }
}
