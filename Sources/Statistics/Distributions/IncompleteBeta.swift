import Numerics

/// ln B(a, b) for positive a and b, to about 5e-15 relative.
///
/// Stirling's series with its large terms cancelled by hand, so a ratio such as B(1e6, 1/2) loses no digits.
public func logBeta(_ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "the beta function needs positive arguments")
    let (large, small) = a > b ? (a, b) : (b, a)
    if large < 10 { return logGamma(a) + logGamma(b) - logGamma(a + b) }
    // ln Γ(large) − ln Γ(large + small), from Stirling's formula for both.
    let ratio =
        (0.5 - large) * DeterministicMath.log1p(small / large) + small
        + (stirlingRest(large) - stirlingRest(large + small))
    if small < 10 { return ratio - small * DeterministicMath.log(large + small) + logGamma(small) }
    return ratio + stirlingRest(small) + halfLogTwoPi - 0.5 * DeterministicMath.log(small)
        - small * DeterministicMath.log1p(large / small) - small
}

/// x^a (1 − x)^b / B(a, b), taken about its maximum at x = a / (a + b) so that no digits are lost for large a
/// or b.
///
/// With n = a + b and δ = n x − a, the logarithm of x^a (1 − x)^b over its maximum is a ln(1 + δ/a) + b ln(1
/// − δ/b), and the linear terms of the two cancel.
func betaFactor(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
    let total = a + b
    // From whichever of x and 1 − x is small, which keeps its digits.
    let offset = x <= complement ? total * x - a : b - total * complement
    let distance =
        a * ElementaryRemainders.centredLogarithm(offset / a, ratio: x * (total / a))
        + b * ElementaryRemainders.centredLogarithm(-offset / b, ratio: complement * (total / b))
    let peak =
        0.5 * (DeterministicMath.log(a) + DeterministicMath.log(b / total)) - halfLogTwoPi
        + (stirlingRest(total) - stirlingRest(a) - stirlingRest(b))
    return DeterministicMath.exp(distance + peak)
}

/// The regularised incomplete beta function I_x(a, b) and its complement 1 − I_x(a, b), each accurate when
/// small.
///
/// `complement` is 1 − x, given apart so that an x next to 1 keeps its digits. Source: the continued fraction
/// of Abramowitz and Stegun 26.5.8, evaluated by Lentz's method (W. Press et al., "Numerical Recipes", 3rd
/// edition, section 6.4).
public func regularizedIncompleteBeta(
    _ x: Double, complement: Double, a: Double, b: Double
) -> (lower: Double, upper: Double) {
    precondition(x >= 0 && complement >= 0, "x must lie between 0 and 1")
    if x == 0 { return (0, 1) }
    if complement == 0 { return (1, 0) }
    let factor = betaFactor(x, complement: complement, a: a, b: b)
    if x < (a + 1) / (a + b + 2) {
        let lower = min(1, factor * betaFraction(x, a, b) / a)
        return (lower, 1 - lower)
    }
    let upper = min(1, factor * betaFraction(complement, b, a) / b)
    return (1 - upper, upper)
}

/// The continued fraction; it needs about √max(a, b) terms where x < (a + 1) / (a + b + 2).
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var numerator = 1.0
    var denominator = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = denominator
    for term in 1...1_000_000 {
        let m = Double(term)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / away(1 + even * denominator)
        numerator = away(1 + even / numerator)
        fraction *= denominator * numerator
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        denominator = 1 / away(1 + odd * denominator)
        numerator = away(1 + odd / numerator)
        let step = denominator * numerator
        fraction *= step
        if abs(step - 1) < 1e-16 { break }
    }
    return fraction
}
