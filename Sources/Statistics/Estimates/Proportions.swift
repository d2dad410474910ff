/// The Clopper–Pearson interval for a proportion: it covers with at least its level, often with more.
///
/// Both one-sided errors are at most (1 − level) / 2, by the binomial distribution. Source: C. Clopper and E.
/// Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26, 404–413. nil for no trials.
public func clopperPearson(successes: Int, of trials: Int, level: Double = 0.95) -> Interval? {
    precondition(successes >= 0 && successes <= trials, "successes are among the trials")
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    if trials == 0 { return nil }
    let tail = (1 - level) / 2
    let (hits, misses) = (Double(successes), Double(trials - successes))
    let lower = successes == 0 ? 0 : BetaDistribution(a: hits, b: misses + 1).quantile(tail)
    let upper = misses == 0 ? 1 : BetaDistribution(a: hits + 1, b: misses).quantile(upperTail: tail)
    return Interval(lower: lower, upper: upper, level: level)
}

/// Wilson's score interval for a proportion, without continuity correction: it covers with about its level.
///
/// The proportions that a two-sided score test at 1 − level does not reject. Source: E. Wilson (1927),
/// "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22, 209–212. nil for no trials.
public func wilson(successes: Int, of trials: Int, level: Double = 0.95) -> Interval? {
    precondition(successes >= 0 && successes <= trials, "successes are among the trials")
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    if trials == 0 { return nil }
    let z = Normal().quantile(upperTail: (1 - level) / 2)
    let count = Double(trials)
    let (hits, misses) = (Double(successes), Double(trials - successes))
    let total = count + z * z
    let reach = z * (hits * misses / count + z * z / 4).squareRoot()
    // At the edges the difference would leave a rounding error where the limit is exact.
    let lower = successes == 0 ? 0 : max(0, (hits + z * z / 2 - reach) / total)
    let upper = misses == 0 ? 1 : min(1, (hits + z * z / 2 + reach) / total)
    return Interval(lower: lower, upper: upper, level: level)
}
