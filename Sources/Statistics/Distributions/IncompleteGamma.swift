import Numerics

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), each accurate when small.
///
/// The power series below x = a + 1, Legendre's continued fraction above, evaluated by Lentz's method;
/// sources: Abramowitz and Stegun 6.5.29 and 6.5.31. The factor x^a e^−x / Γ(a) is taken about its maximum,
/// so that no digits are lost for large a.
public func regularizedIncompleteGamma(a: Double, x: Double) -> (lower: Double, upper: Double) {
    precondition(a > 0 && x >= 0, "the incomplete gamma function needs a > 0 and x ≥ 0")
    if x == 0 { return (0, 1) }
    if x.isInfinite { return (1, 0) }
    let factor = DeterministicMath.exp(logarithmOfGammaFactor(a: a, x: x))
    if x < a + 1 {
        var term = 1 / a
        var sum = term
        var index = a
        while term > sum * 1e-17 {
            index += 1
            term *= x / index
            sum += term
        }
        let lower = min(1, factor * sum)
        return (lower, 1 - lower)
    }
    let upper = min(1, factor * gammaFraction(a: a, x: x))
    return (1 - upper, upper)
}

/// ln(x^a e^−x / Γ(a)).
private func logarithmOfGammaFactor(a: Double, x: Double) -> Double {
    if a < 10 { return a * DeterministicMath.log(x) - x - logGamma(a) }
    let distance = ElementaryRemainders.centredLogarithm((x - a) / a, ratio: x / a)
    return a * distance + 0.5 * DeterministicMath.log(a) - halfLogTwoPi - stirlingRest(a)
}

/// 1/(x+1−a− 1·(1−a)/(x+3−a− 2·(2−a)/(x+5−a− …))).
private func gammaFraction(a: Double, x: Double) -> Double {
    let tiny = 1e-300
    var base = x + 1 - a
    var numerator = 1 / tiny
    var denominator = 1 / base
    var fraction = denominator
    for index in 1...10_000_000 {
        let n = Double(index)
        let coefficient = -n * (n - a)
        base += 2
        denominator = coefficient * denominator + base
        if abs(denominator) < tiny { denominator = tiny }
        numerator = base + coefficient / numerator
        if abs(numerator) < tiny { numerator = tiny }
        denominator = 1 / denominator
        let step = denominator * numerator
        fraction *= step
        if abs(step - 1) < 2e-16 { break }
    }
    return fraction
}
