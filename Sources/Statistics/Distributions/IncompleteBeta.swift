#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// ln B(a, b) for positive a and b, to about 5e-15 relative.
///
/// Both arguments are first raised above 10 by B(a, b) = B(a + 1, b) · (a + b) / a; there Stirling's series
/// holds. Its large terms are cancelled by hand, so a ratio such as B(1e6, 1/2) loses no digits.
public func logBeta(_ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "the beta function needs positive arguments")
    var (a, b) = (a, b)
    var raised = 1.0
    while a < 10 {
        raised *= (a + b) / a
        a += 1
    }
    while b < 10 {
        raised *= (a + b) / b
        b += 1
    }
    if a < b { swap(&a, &b) }
    var result = (0.5 - a) * log1p(b / a)
    result -= b * log1p(a / b)
    result += 0.5 * (log(2 * Double.pi) - log(b))
    result += stirlingRest(a) + stirlingRest(b) - stirlingRest(a + b)
    return result + log(raised)
}

/// ln Γ(x) minus Stirling's (x − ½) ln x − x + ½ ln 2π, for x ≥ 10.
private func stirlingRest(_ x: Double) -> Double {
    // B_2k / (2k (2k − 1)); source: Abramowitz and Stegun, 6.1.41.
    let coefficients: [Double] = [
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
        -3617.0 / 122_400,
    ]
    let inverseSquare = 1 / (x * x)
    return coefficients.reversed().reduce(0) { $0 * inverseSquare + $1 } / x
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
    let logX = x > 0.5 ? log1p(-complement) : log(x)
    let logComplement = complement > 0.5 ? log1p(-x) : log(complement)
    let factor = exp(a * logX + b * logComplement - logBeta(a, b))
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
