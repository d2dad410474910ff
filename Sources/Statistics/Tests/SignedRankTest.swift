/// What the Wilcoxon signed-rank test does with pairs that do not differ.
public enum ZeroDifferences: String, Sendable, Hashable, CaseIterable {
    /// Zeros are ranked with the others, then their ranks are dropped (J. Pratt 1959, "Remarks on zeros and
    /// ties in the Wilcoxon signed rank procedures", Journal of the American Statistical Association 54,
    /// 655–667).
    case pratt
    /// Zeros are dropped before ranking (F. Wilcoxon 1945).
    case wilcox
    /// Zeros are ranked with the others, and half of their ranks goes to either side (Demšar 2006).
    case zsplit
}

/// Wilcoxon's signed-rank test of paired differences.
public struct SignedRankTest: Sendable, Hashable {
    /// The differences given, zeros included.
    public var pairs: Int
    /// How many of them are zero.
    public var zeros: Int
    /// Whether some differences that are not zero have equal size.
    public var hasTies: Bool
    /// R⁺: the sum of the ranks of the positive differences.
    public var positiveRankSum: Double
    /// R⁻: the sum of the ranks of the negative differences.
    public var negativeRankSum: Double
    /// R⁺ less its mean under the null hypothesis in units of its deviation there, given ties and zeros,
    /// without continuity correction; 0 when every difference is zero.
    public var z: Double
    /// The p-value; 1 when every difference is zero.
    public var p: Double
    /// Whether `p` is exact.
    public var isExact: Bool
    /// Which departure was looked for.
    public var alternative: Alternative
    /// How zeros were treated.
    public var zeroDifferences: ZeroDifferences

    /// T, the smaller of R⁺ and R⁻.
    public var statistic: Double { min(positiveRankSum, negativeRankSum) }

    /// z as Demšar (2006, section 3.1.3) computes it: of T, with n(n + 1)/4 and n(n + 1)(2n + 1)/24 whatever
    /// ties and zeros there are; n counts the zeros unless they were dropped.
    public var demsarZ: Double {
        let n = Double(zeroDifferences == .wilcox ? pairs - zeros : pairs)
        guard n > 0 else { return 0 }
        return (statistic - n * (n + 1) / 4) / (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
    }

    /// The matched-pairs rank-biserial correlation (R⁺ − R⁻) / (R⁺ + R⁻), from −1 to 1; 0 when every
    /// difference is zero.
    ///
    /// Source: D. Kerby (2014), "The simple difference formula", Comprehensive Psychology 3.
    public var rankBiserialCorrelation: Double {
        let sum = positiveRankSum + negativeRankSum
        return sum > 0 ? (positiveRankSum - negativeRankSum) / sum : 0
    }
}

/// Wilcoxon's signed-rank test of `differences` (first less second, pair by pair); nil for no pairs.
///
/// Null: the differences are symmetric about 0. Two-sided unless `alternative` says otherwise; `.greater`
/// looks for positive differences. A two-sided p is twice the smaller one-sided one.
///
/// Differences are first rounded to multiples of `resolution`, if given: the metric's own, 0.001 for
/// accuracies printed to three places. Equal sizes share the mean of their ranks. Zeros are treated as
/// `zeros` says.
///
/// The exact distribution is that of R⁺ over all signs of the non-zero differences, given their ranks with
/// ties, each sign with probability ½: computed by dynamic programming. `.automatic` takes it up to 50 pairs
/// (zeros counted) and the normal distribution beyond, with the variance given the ties, Σ rank² / 4 over the
/// non-zero differences (E. Cureton 1967 for Pratt's zeros), and a continuity correction of ½.
///
/// Against SciPy 1.17: the same, but SciPy's "exact" ignores ties and its "auto" leaves exactness at the
/// first tie beyond 13 pairs, and with `zsplit` its normal variance contains the zeros, whose signs are not
/// random. Source: F. Wilcoxon (1945), "Individual comparisons by ranking methods", Biometrics Bulletin 1,
/// 80–83.
public func signedRankTest(
    _ differences: [Double], zeros: ZeroDifferences = .pratt, method: NullDistribution = .automatic,
    alternative: Alternative = .twoSided, resolution: Double? = nil
) -> SignedRankTest? {
    requireFinite(differences)
    guard !differences.isEmpty else { return nil }
    let rounded = rounded(differences, to: resolution)
    let ranked = zeros == .wilcox ? rounded.filter { $0 != 0 } : rounded
    let ranks = midRanks(ranked.map(abs))
    let zeroCount = rounded.count { $0 == 0 }

    // Twice a mid-rank is whole.
    var positive = 0
    var negative = 0
    var nothing = 0
    var signed: [Int] = []
    for (value, rank) in zip(ranked, ranks) {
        let double = Int(2 * rank)
        if value == 0 {
            nothing += double
        } else {
            signed.append(double)
            if value > 0 { positive += double } else { negative += double }
        }
    }
    let share = zeros == .zsplit ? Double(nothing) / 4 : 0
    let squares = signed.reduce(0.0) { $0 + Double($1) * Double($1) }
    let deviation = squares.squareRoot() / 4
    let sum = Double(positive) / 2
    let centre = Double(signed.reduce(0, +)) / 4
    let isExact: Bool
    switch method {
    case .exact: isExact = true
    case .approximate: isExact = false
    case .automatic: isExact = differences.count <= 50
    }
    let p: Double
    if signed.isEmpty {
        p = 1
    } else if isExact {
        let tails = SignedRankDistribution(doubledRanks: signed).tails(at: positive)
        p = alternative.p(greater: tails.upper, less: tails.lower)
    } else {
        p = alternative.normalP(statistic: sum, mean: centre, deviation: deviation, continuity: 0.5)
    }
    return SignedRankTest(
        pairs: differences.count, zeros: zeroCount, hasTies: Set(signed).count < signed.count,
        positiveRankSum: sum + share, negativeRankSum: Double(negative) / 2 + share,
        z: signed.isEmpty ? 0 : (sum - centre) / deviation, p: p, isExact: isExact || signed.isEmpty,
        alternative: alternative, zeroDifferences: zeros)
}
