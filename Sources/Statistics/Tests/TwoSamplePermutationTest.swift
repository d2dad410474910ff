import Numerics

/// The permutation test of two independent samples; nil if either is empty.
///
/// Null: both samples come from one distribution, so that any division of the pooled values into the two was
/// as likely. The statistic is the aggregate of `a` less that of `b`. Two-sided unless `alternative` says
/// otherwise; a two-sided p is twice the smaller one-sided one. `.automatic` counts all divisions where there
/// are at most 200,000 and draws `draws` at random otherwise, with p = (b + 1) / (m + 1) on either side.
/// Statistics within rounding of the observed one count as equal to it; values are first rounded to multiples
/// of `resolution`, if given. Source: E. Pitman (1937), "Significance tests which may be applied to samples
/// from any populations", Journal of the Royal Statistical Society Supplement 4, 119–130.
public func permutationTest(
    _ a: [Double], _ b: [Double], statistic: Aggregate = .mean, method: NullDistribution = .automatic,
    alternative: Alternative = .twoSided, draws: Int = 9_999, seed: Int = 0,
    resolution: Double? = nil
) -> PermutationTest? {
    precondition(draws > 0, "a permutation test draws at least once")
    let unit = resolution ?? 1
    let (a, b) = (rounded(a, to: resolution), rounded(b, to: resolution))
    guard let first = statistic.value(a), let second = statistic.value(b) else { return nil }
    let pooled = a + b
    let observed = first - second
    let tolerance = 2 * rearrangementTolerance(pooled)
    let divisions = binomialCoefficient(pooled.count, a.count, limit: 100_000_000)
    let isExact: Bool
    switch method {
    case .exact: isExact = true
    case .approximate: isExact = false
    case .automatic: isExact = divisions.map { $0 <= 200_000 } ?? false
    }
    var greater = 0
    var less = 0
    func count(_ one: [Double], _ other: [Double]) {
        let value = (statistic.value(one) ?? 0) - (statistic.value(other) ?? 0)
        if value >= observed - tolerance { greater += 1 }
        if value <= observed + tolerance { less += 1 }
    }
    if isExact {
        guard let divisions else { preconditionFailure("too many divisions to count them all") }
        // The positions of the first sample's values, in lexicographic order.
        var chosen = Array(0..<a.count)
        while true {
            var one: [Double] = []
            var other: [Double] = []
            var next = 0
            for index in pooled.indices {
                if next < chosen.count, chosen[next] == index {
                    one.append(pooled[index])
                    next += 1
                } else {
                    other.append(pooled[index])
                }
            }
            count(one, other)
            guard
                let moved = chosen.indices.last(where: {
                    chosen[$0] < pooled.count - chosen.count + $0
                })
            else { break }
            chosen[moved] += 1
            for index in (moved + 1)..<max(moved + 1, chosen.count) { chosen[index] = chosen[index - 1] + 1 }
        }
        let total = Double(divisions)
        return PermutationTest(
            statistic: observed * unit,
            p: alternative.p(greater: Double(greater) / total, less: Double(less) / total),
            isExact: true, rearrangements: divisions, alternative: alternative)
    }
    var stream = RandomStream(seed: seed, name: "statistics/divisions")
    for _ in 0..<draws {
        let shuffled = stream.shuffled(pooled)
        count(Array(shuffled[..<a.count]), Array(shuffled[a.count...]))
    }
    let total = Double(draws + 1)
    return PermutationTest(
        statistic: observed * unit,
        p: alternative.p(greater: Double(greater + 1) / total, less: Double(less + 1) / total),
        isExact: false, rearrangements: draws, alternative: alternative)
}

/// C(n, k), or nil above `limit`.
func binomialCoefficient(_ n: Int, _ k: Int, limit: Int) -> Int? {
    var value = 1
    for step in stride(from: 1, through: min(k, n - k), by: 1) {
        let (product, overflow) = value.multipliedReportingOverflow(by: n - step + 1)
        if overflow { return nil }
        value = product / step
        if value > limit { return nil }
    }
    return value
}
