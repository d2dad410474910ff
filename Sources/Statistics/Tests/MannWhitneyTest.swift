/// The Mann–Whitney U test (Wilcoxon's rank-sum test) of two independent samples.
public struct MannWhitneyTest: Sendable, Hashable {
    /// U of the first sample: the pairs (x, y) with x > y, equal ones counted half.
    public var u: Double
    /// The number of pairs, n · m.
    public var pairs: Int
    /// Whether some values of the pooled samples are equal.
    public var hasTies: Bool
    /// U less its mean in units of its deviation, given ties, without continuity correction; 0 when all
    /// values are equal.
    public var z: Double
    /// The p-value; 1 when all values are equal.
    public var p: Double
    /// Whether `p` is exact.
    public var isExact: Bool
    /// Which departure was looked for.
    public var alternative: Alternative

    /// P(X > Y) + ½ P(X = Y) in the samples: Vargha and Delaney's A₁₂.
    public var probabilityOfSuperiority: Double { u / Double(pairs) }
}

/// The Mann–Whitney U test of independent samples `a` and `b`; nil if either is empty.
///
/// Null: both come from one distribution. Two-sided unless `alternative` says otherwise; `.greater` looks for
/// larger values in `a`. A two-sided p is twice the smaller one-sided one.
///
/// Ties share the mean of their ranks. The exact distribution is that of the rank sum over all divisions of
/// the pooled values, ties included, by dynamic programming; `.automatic` takes it up to 50 values in all,
/// and beyond the normal distribution with the variance given the ties and a continuity correction of ½.
/// (SciPy's "auto" is exact only without ties and up to 8 values in the smaller sample.) Source: H. Mann and
/// D. Whitney (1947), "On a test of whether one of two random variables is stochastically larger than the
/// other", Annals of Mathematical Statistics 18, 50–60.
public func mannWhitneyTest(
    _ a: [Double], _ b: [Double], method: NullDistribution = .automatic,
    alternative: Alternative = .twoSided
) -> MannWhitneyTest? {
    guard !a.isEmpty, !b.isEmpty else { return nil }
    let ranks = midRanks(a + b)
    let (n, m) = (Double(a.count), Double(b.count))
    let size = n + m
    let doubled = ranks.map { Int(2 * $0) }
    let doubledSum = doubled[..<a.count].reduce(0, +)
    let u = Double(doubledSum) / 2 - n * (n + 1) / 2
    let centre = (size + 1) / 2
    let squares = ranks.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    let deviation = (n * m / (size * (size - 1)) * squares).squareRoot()
    let isExact: Bool
    switch method {
    case .exact: isExact = true
    case .approximate: isExact = false
    case .automatic: isExact = ranks.count <= 50
    }
    let p: Double
    if squares == 0 {
        p = 1
    } else if isExact {
        let tails = rankSumTails(doubledRanks: doubled, chosen: a.count, doubledSum: doubledSum)
        p = alternative.p(greater: tails.upper, less: tails.lower)
    } else {
        p = alternative.normalP(statistic: u, mean: n * m / 2, deviation: deviation, continuity: 0.5)
    }
    return MannWhitneyTest(
        u: u, pairs: a.count * b.count, hasTies: Set(doubled).count < doubled.count,
        z: squares == 0 ? 0 : (u - n * m / 2) / deviation, p: p, isExact: isExact || squares == 0,
        alternative: alternative)
}

/// P(S ≤ s) and P(S ≥ s) of the doubled sum S of `chosen` of the doubled ranks, every choice being as likely.
func rankSumTails(doubledRanks: [Int], chosen: Int, doubledSum: Int) -> (lower: Double, upper: Double) {
    // A choice of the others has the complementary sum; the smaller table is filled.
    let total = doubledRanks.reduce(0, +)
    if chosen > doubledRanks.count - chosen {
        let mirrored = rankSumTails(
            doubledRanks: doubledRanks, chosen: doubledRanks.count - chosen, doubledSum: total - doubledSum)
        return (mirrored.upper, mirrored.lower)
    }
    let largest = doubledRanks.sorted(by: >).prefix(chosen).reduce(0, +)
    // counts[k][s]: the ways to choose k of the ranks seen so far with sum s.
    var counts = [[Double]](repeating: [Double](repeating: 0, count: largest + 1), count: chosen + 1)
    counts[0][0] = 1
    for (seen, rank) in doubledRanks.enumerated() {
        for k in stride(from: min(chosen, seen + 1), through: 1, by: -1) {
            for sum in stride(from: largest, through: rank, by: -1) {
                counts[k][sum] += counts[k - 1][sum - rank]
            }
        }
    }
    let all = compensatedSum(counts[chosen])
    return (
        compensatedSum(Array(counts[chosen][...doubledSum])) / all,
        compensatedSum(Array(counts[chosen][doubledSum...])) / all
    )
}
