/// The sign test of paired differences.
public struct SignTest: Sendable, Hashable {
    /// How many differences are positive.
    public var positive: Int
    /// How many are negative.
    public var negative: Int
    /// How many are zero; they take no part.
    public var zeros: Int
    /// The exact p-value; 1 when every difference is zero.
    public var p: Double
    /// Which departure was looked for.
    public var alternative: Alternative
}

/// The exact sign test of `differences` (first less second, pair by pair); nil for no pairs.
///
/// Null: a difference that is not zero is as often positive as negative. Two-sided unless `alternative` says
/// otherwise; `.greater` looks for positive differences. A two-sided p is twice the smaller binomial tail, at
/// most 1. Differences are first rounded to multiples of `resolution`, if given. Zeros are dropped and
/// counted. Exact at every size: the binomial distribution with probability ½. Source: W. Dixon and A. Mood
/// (1946), "The statistical sign test", Journal of the American Statistical Association 41, 557–566.
public func signTest(
    _ differences: [Double], alternative: Alternative = .twoSided, resolution: Double? = nil
) -> SignTest? {
    requireFinite(differences)
    guard !differences.isEmpty else { return nil }
    let values = rounded(differences, to: resolution)
    let positive = values.count { $0 > 0 }
    let negative = values.count { $0 < 0 }
    let p = alternative.p(
        greater: fairCoinUpperTail(positive, of: positive + negative),
        less: fairCoinUpperTail(negative, of: positive + negative))
    return SignTest(
        positive: positive, negative: negative, zeros: differences.count - positive - negative, p: p,
        alternative: alternative)
}

/// P(at least `heads` heads in `tosses` tosses of a fair coin).
func fairCoinUpperTail(_ heads: Int, of tosses: Int) -> Double {
    if heads <= 0 { return 1 }
    // Σ over k ≥ h of C(n, k) 2⁻ⁿ is the incomplete beta I_½(h, n − h + 1); below 54 tosses all terms are
    // exact.
    guard tosses < 54 else {
        return regularizedIncompleteBeta(
            0.5, complement: 0.5, a: Double(heads), b: Double(tosses - heads + 1)
        ).lower
    }
    var binomial = 1
    var sum = 1
    for missing in stride(from: 1, through: tosses - heads, by: 1) {
        binomial = binomial * (tosses - missing + 1) / missing
        sum += binomial
    }
    return Double(sum) / Double(1 << tosses)
}
