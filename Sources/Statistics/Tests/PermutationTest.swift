import Numerics

/// A permutation test: how extreme a statistic is among those of all rearrangements of the data.
public struct PermutationTest: Sendable, Hashable {
    /// The statistic of the data as they are.
    public var statistic: Double
    /// The p-value.
    public var p: Double
    /// Whether every rearrangement was counted; otherwise they were drawn at random.
    public var isExact: Bool
    /// How many rearrangements there are (exact) or were drawn.
    public var rearrangements: Int
    /// Which departure was looked for.
    public var alternative: Alternative
}

/// The sign-flip permutation test of `differences` (first less second, pair by pair); nil for no pairs.
///
/// Null: the differences are symmetric about 0, so that every sign could have been the other. Two-sided
/// unless `alternative` says otherwise; a two-sided p is twice the smaller one-sided one. Zeros stay where
/// they are.
///
/// `statistic` is the mean unless another aggregate is asked for. `.automatic` counts all 2ⁿ signs up to 30
/// pairs for the mean and up to 16 for another aggregate; beyond, `draws` random sign vectors are drawn and
/// the p of either side is (b + 1) / (m + 1), b of the m draws being at least as extreme, which is never too
/// small (B. Phipson and G. Smyth 2010, "Permutation p-values should never be zero", Statistical Applications
/// in Genetics and Molecular Biology 9). A rearrangement within rounding of the observed statistic counts as
/// equal to it; where differences of printed numbers are to be equal that are equal on paper, give the
/// `resolution`, to whose multiples they are then rounded first. Source: R. Fisher (1935), "The Design of
/// Experiments", section 21.
public func permutationTest(
    _ differences: [Double], statistic: Aggregate = .mean, method: NullDistribution = .automatic,
    alternative: Alternative = .twoSided, draws: Int = 9_999, seed: Int = 0,
    resolution: Double? = nil
) -> PermutationTest? {
    precondition(draws > 0, "a permutation test draws at least once")
    let unit = resolution ?? 1
    let differences = rounded(differences, to: resolution)
    guard let observed = statistic.value(differences) else { return nil }
    let isExact: Bool
    switch method {
    case .exact: isExact = true
    case .approximate: isExact = false
    case .automatic: isExact = differences.count <= (statistic == .mean ? 30 : 16)
    }
    precondition(!isExact || differences.count <= 40, "2⁴¹ rearrangements are too many to count")
    let tolerance = rearrangementTolerance(differences)
    if isExact, statistic == .mean {
        let sum = observed * Double(differences.count)
        let slack = tolerance * Double(differences.count)
        let sums = SignedSums(differences)
        let total = Double(1 << differences.count)
        return PermutationTest(
            statistic: observed * unit,
            p: alternative.p(
                greater: Double(sums.count(atLeast: sum - slack)) / total,
                // Flipping all signs mirrors the distribution.
                less: Double(sums.count(atLeast: -sum - slack)) / total),
            isExact: true, rearrangements: 1 << differences.count, alternative: alternative)
    }

    var greater = 0
    var less = 0
    var flipped = differences
    func count() {
        let value = statistic.value(flipped) ?? 0
        if value >= observed - tolerance { greater += 1 }
        if value <= observed + tolerance { less += 1 }
    }
    if isExact {
        for pattern in 0..<(1 << differences.count) {
            for index in differences.indices {
                flipped[index] = pattern >> index & 1 == 1 ? -differences[index] : differences[index]
            }
            count()
        }
        let total = Double(1 << differences.count)
        return PermutationTest(
            statistic: observed * unit,
            p: alternative.p(greater: Double(greater) / total, less: Double(less) / total),
            isExact: true, rearrangements: 1 << differences.count, alternative: alternative)
    }
    var stream = RandomStream(seed: seed, name: "statistics/sign-flips")
    for _ in 0..<draws {
        var bits: UInt32 = 0
        for index in differences.indices {
            if index % 32 == 0 { bits = stream.nextUInt32() }
            flipped[index] = bits & 1 == 1 ? -differences[index] : differences[index]
            bits >>= 1
        }
        count()
    }
    let total = Double(draws + 1)
    return PermutationTest(
        statistic: observed * unit,
        p: alternative.p(greater: Double(greater + 1) / total, less: Double(less + 1) / total),
        isExact: false, rearrangements: draws, alternative: alternative)
}

/// How far two means of the same values in different order, or with equal sums on paper, may lie apart.
func rearrangementTolerance(_ values: [Double]) -> Double {
    16 * Double.ulpOfOne * values.reduce(0) { max($0, abs($1)) }
}

/// All 2ⁿ sums ±x₁ ± … ± xₙ, counted without listing them: two halves of 2^(n/2) sums each, sorted.
struct SignedSums {
    private let first: [Double]
    private let second: [Double]

    init(_ values: [Double]) {
        func sums(_ values: ArraySlice<Double>) -> [Double] {
            // Sum by sum from its own terms in one order, so that no error is carried from one to the next.
            var sums = [0.0]
            for value in values { sums = sums.map { $0 + value } + sums.map { $0 - value } }
            return sums.sorted()
        }
        first = sums(values[..<(values.count / 2)])
        second = sums(values[(values.count / 2)...])
    }

    /// How many of the sums are at least `bound`.
    func count(atLeast bound: Double) -> Int {
        var count = 0
        // As the first half's sum grows, ever smaller sums of the second half suffice.
        var start = second.count
        for sum in first {
            while start > 0, sum + second[start - 1] >= bound { start -= 1 }
            count += second.count - start
        }
        return count
    }
}
