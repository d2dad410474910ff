/// The interval of noncentralities δ with P(T ≤ t) and P(T ≥ t) at least (1 − level) / 2 each.
///
/// Exact for the t statistic of normal values.
func noncentralityInterval(_ t: Double, degreesOfFreedom: Double, level: Double) -> Interval {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let tail = (1 - level) / 2
    // A larger δ makes a statistic above t likelier: P(T > t) grows with δ. −δ turns the sides.
    let lower = noncentrality(t, degreesOfFreedom, upperTail: tail)
    let upper = -noncentrality(-t, degreesOfFreedom, upperTail: tail)
    return Interval(lower: lower, upper: upper, level: level)
}

/// The δ with P(T > t) = `upperTail`.
private func noncentrality(_ t: Double, _ degreesOfFreedom: Double, upperTail: Double) -> Double {
    let spread = 1 + abs(t) / (2 * degreesOfFreedom).squareRoot()
    return QuantileSearch(support: .real, bulk: (t - 2 * spread, spread)).find(upperTail, increasing: true) {
        NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: $0).upperTail(t)
    }
}
