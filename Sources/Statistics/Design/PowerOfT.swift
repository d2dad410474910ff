/// The chance that a t test with `tail` probability on the side of the effect does not reject there.
func missProbability(noncentrality: Double, degreesOfFreedom: Double, tail: Double) -> Double {
    // An effect so large that the division by its deviation overflowed.
    if noncentrality == .infinity { return 0 }
    let critical = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upperTail: tail)
    return NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality).cumulative(critical)
}

/// The positive number at which the chance to miss falls to 1 − `power`; `miss` falls with it.
func solvePower(_ power: Double, near guess: Double, miss: (Double) -> Double) -> Double {
    let search = QuantileSearch(support: .positive, bulk: (max(guess, 1e-3), max(guess, 1e-3) / 4))
    // The smaller of the two chances has the better digits.
    return power > 0.5
        ? search.find(1 - power, increasing: false, miss)
        : search.find(power, increasing: true) { 1 - miss($0) }
}
