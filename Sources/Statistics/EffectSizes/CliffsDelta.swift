/// Cliff's δ of two independent samples: the chance that a value of `a` is the larger minus the chance that
/// it is the smaller; ties count for neither.
///
/// From −1 to 1, positive when `a` tends to be larger. The interval is Feng and Cliff's asymmetric one, with
/// the unbiased variance and Student's t with n + m − 2 degrees of freedom, within [−1, 1]. Without overlap
/// that variance is 0 and says nothing; there the inner limit is Wilson's for n successes in n trials, n the
/// smaller count, on δ's scale: (n − t²) / (n + t²). Sources: N. Cliff (1996), "Answering ordinal questions
/// with ordinal data using ordinal statistics", Multivariate Behavioral Research 31, 331–350; D. Feng and N.
/// Cliff (2004), "Monte Carlo evaluation of ordinal d with improved confidence interval", Journal of Modern
/// Applied Statistical Methods 3, 322–332. nil for an empty sample; no interval with fewer than two values in
/// one.
public func cliffsDelta(_ a: [Double], _ b: [Double], level: Double = 0.95) -> EffectSize? {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    requireFinite(a)
    requireFinite(b)
    if a.isEmpty || b.isEmpty { return nil }
    let rows = dominances(of: a, over: b)
    let columns = dominances(of: b, over: a).map { -$0 }
    // Sums of whole numbers: exact.
    let total = Double(rows.reduce(0, +))
    let pairs = Double(a.count) * Double(b.count)
    let delta = total / pairs
    guard a.count >= 2, b.count >= 2 else { return EffectSize(value: delta, interval: nil) }
    let variance = dominanceVariance(a, b, rows: rows, columns: columns, delta: delta)
    let t = StudentT(degreesOfFreedom: Double(a.count + b.count - 2)).quantile(upperTail: (1 - level) / 2)
    return EffectSize(
        value: delta,
        interval: deltaInterval(delta, variance: variance, t: t, smaller: min(a.count, b.count), level: level)
    )
}

/// The probability that a value of `a` is larger than one of `b`, ties counting half: A₁₂, (δ + 1) / 2.
///
/// ½ when neither tends to be larger. The interval is Cliff's δ's, moved to this scale. Source: A. Vargha and
/// H. Delaney (2000), "A critique and improvement of the CL common language effect size statistics of McGraw
/// and Wong", Journal of Educational and Behavioral Statistics 25, 101–132. nil for an empty sample.
public func probabilityOfSuperiority(_ a: [Double], _ b: [Double], level: Double = 0.95) -> EffectSize? {
    cliffsDelta(a, b, level: level).map { delta in
        EffectSize(
            value: (1 + delta.value) / 2,
            interval: delta.interval.map {
                Interval(lower: (1 + $0.lower) / 2, upper: (1 + $0.upper) / 2, level: level)
            })
    }
}

/// For each value of `first`, how many of `second` are smaller minus how many are larger.
private func dominances(of first: [Double], over second: [Double]) -> [Int] {
    let sorted = second.sorted()
    return first.map { value in
        let smaller = firstIndex(in: sorted) { $0 >= value }
        let larger = sorted.count - firstIndex(in: sorted) { $0 > value }
        return smaller - larger
    }
}

/// The first index at which a condition holds that holds from there on.
private func firstIndex(in sorted: [Double], where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
        let middle = (low + high) / 2
        if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
}

/// The unbiased variance of δ, at least (1 − δ²) / (nm − 1).
private func dominanceVariance(
    _ a: [Double], _ b: [Double], rows: [Int], columns: [Int], delta: Double
) -> Double {
    let (n, m) = (Double(a.count), Double(b.count))
    func spread(_ sums: [Int], _ count: Double) -> Double {
        compensatedSum(sums.map { (Double($0) / count - delta) * (Double($0) / count - delta) })
    }
    // Σ (δ_ij − δ)² = Σ δ_ij² − n m δ², and δ_ij² is 1 but for ties.
    let untied = n * m - Double(ties(a, b))
    let all = untied - n * m * delta * delta
    let variance =
        (m * m * spread(rows, m) + n * n * spread(columns, n) - all) / (n * m * (n - 1) * (m - 1))
    return max(variance, (1 - delta * delta) / (n * m - 1))
}

/// The number of equal pairs.
private func ties(_ a: [Double], _ b: [Double]) -> Int {
    let sorted = b.sorted()
    return a.reduce(0) { total, value in
        total + firstIndex(in: sorted) { $0 > value } - firstIndex(in: sorted) { $0 >= value }
    }
}

/// The asymmetric interval of Feng and Cliff (2004).
private func deltaInterval(
    _ delta: Double, variance: Double, t: Double, smaller: Int, level: Double
) -> Interval {
    if abs(delta) == 1 {
        let count = Double(smaller)
        let limit = (count - t * t) / (count + t * t)
        return delta > 0
            ? Interval(lower: limit, upper: 1, level: level)
            : Interval(lower: -1, upper: -limit, level: level)
    }
    let rest = 1 - delta * delta
    let reach = t * variance.squareRoot() * (rest * rest + t * t * variance).squareRoot()
    let bottom = rest + t * t * variance
    let centre = delta - delta * delta * delta
    return Interval(
        lower: max(-1, (centre - reach) / bottom), upper: min(1, (centre + reach) / bottom), level: level)
}
