import Numerics

/// Pearson's correlation of the pairs (aᵢ, bᵢ); nil for fewer than two pairs, or where `a` or `b` does not
/// vary.
///
/// Of two methods on shared seeds it says what the sharing was worth: the variance of a mean difference is
/// that of unpaired seeds times 1 − ρ, if both vary alike.
public func pairCorrelation(_ a: [Double], _ b: [Double]) -> Double? {
    precondition(a.count == b.count, "pairs need two values")
    guard a.count >= 2, let meanA = mean(a), let meanB = mean(b) else { return nil }
    let deviationsA = a.map { $0 - meanA }
    let deviationsB = b.map { $0 - meanB }
    let squaresA = compensatedSum(deviationsA.map { $0 * $0 })
    let squaresB = compensatedSum(deviationsB.map { $0 * $0 })
    // A spread as small as the mean's own rounding is none.
    func isConstant(_ squares: Double, _ values: [Double]) -> Bool {
        squares.squareRoot() <= 4 * values.reduce(0) { max($0, abs($1)) }.ulp
            * Double(values.count).squareRoot()
    }
    if isConstant(squaresA, a) || isConstant(squaresB, b) { return nil }
    let products = compensatedSum(zip(deviationsA, deviationsB).map { $0 * $1 })
    let correlation = products / (squaresA.squareRoot() * squaresB.squareRoot())
    // Points on a line have a correlation of 1, and 1 / (1 − ρ) should say so.
    return abs(correlation) >= 1 - 4 * Double.ulpOfOne ? (correlation < 0 ? -1 : 1) : correlation
}

/// The interval for a correlation of `pairs` normal pairs, by Fisher's z: tanh(artanh ρ ± z / √(n − 3)); nil
/// for fewer than four pairs.
///
/// Source: R. Fisher (1921), "On the probable error of a coefficient of correlation", Metron 1, 3–32.
public func correlationInterval(_ correlation: Double, pairs: Int, level: Double = 0.95) -> Interval? {
    precondition(abs(correlation) <= 1, "a correlation lies between −1 and 1")
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    guard pairs >= 4 else { return nil }
    if abs(correlation) == 1 { return Interval(lower: correlation, upper: correlation, level: level) }
    let centre = (DeterministicMath.log1p(correlation) - DeterministicMath.log1p(-correlation)) / 2
    let reach = Normal().quantile(upperTail: (1 - level) / 2) / Double(pairs - 3).squareRoot()
    return Interval(
        lower: DeterministicMath.tanh(centre - reach), upper: DeterministicMath.tanh(centre + reach),
        level: level)
}

/// How many unpaired seeds one paired seed is worth, 1 / (1 − ρ), for methods whose results vary alike;
/// infinite for ρ = 1.
///
/// Near 1 although seeds are shared, the sharing brings nothing; below 1, it harms.
public func effectiveSeedMultiplier(correlation: Double) -> Double {
    precondition(abs(correlation) <= 1, "a correlation lies between −1 and 1")
    return 1 / (1 - correlation)
}

/// The same without the assumption that both vary alike: (s²ₐ + s²_b) / s²₍ₐ₋b₎; nil for fewer than two
/// pairs, infinite where all differences are equal, 1 where nothing varies at all.
public func pairingGain(_ a: [Double], _ b: [Double]) -> Double? {
    precondition(a.count == b.count, "pairs need two values")
    guard let first = sampleVariance(a), let second = sampleVariance(b),
        let paired = sampleVariance(zip(a, b).map { $0 - $1 })
    else { return nil }
    return first + second == 0 ? 1 : (first + second) / paired
}
