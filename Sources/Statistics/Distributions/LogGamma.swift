import Numerics

/// ln Γ(x) for positive x, to about 1e-15 of its value or, next to its zeros at 1 and 2, a few 1e-15
/// relative.
///
/// Stirling's series from 10 upward; below, Γ(x + 1) = x Γ(x) leads there, or from 0.5 to 2.5 to the Taylor
/// series ln Γ(2 + z) = (1 − γ) z + Σ (−1)^n (ζ(n) − 1) zⁿ / n (Abramowitz and Stegun 6.1.33).
public func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "the logarithm of the gamma function needs a positive argument")
    if x >= 10 {
        return (x - 0.5) * DeterministicMath.log(x) - x + halfLogTwoPi + stirlingRest(x)
    }
    if x < 0.5 { return logGammaNearTwo(x) - DeterministicMath.log1p(x) - DeterministicMath.log(x) }
    if x <= 1.5 { return logGammaNearTwo(x - 1) - DeterministicMath.log1p(x - 1) }
    if x <= 2.5 { return logGammaNearTwo(x - 2) }
    // Down to (1.5, 2.5].
    var product = 1.0
    var reduced = x
    while reduced > 2.5 {
        reduced -= 1
        product *= reduced
    }
    return logGammaNearTwo(reduced - 2) + DeterministicMath.log(product)
}

/// ln Γ(x) minus Stirling's (x − ½) ln x − x + ½ ln 2π.
func stirlingRest(_ x: Double) -> Double {
    if x < 10 { return logGamma(x) - ((x - 0.5) * DeterministicMath.log(x) - x + halfLogTwoPi) }
    // B_2k / (2k (2k − 1)); source: Abramowitz and Stegun, 6.1.41.
    let coefficients: [Double] = [
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
        -3617.0 / 122_400,
    ]
    let inverseSquare = 1 / (x * x)
    return coefficients.reversed().reduce(0) { $0 * inverseSquare + $1 } / x
}

/// ½ ln 2π.
let halfLogTwoPi = 0.91893853320467274178

/// ln Γ(2 + z) for |z| ≤ ½.
private func logGammaNearTwo(_ z: Double) -> Double {
    var series = 0.0
    for index in zetaMinusOne.indices.reversed() {
        let order = Double(index + 2)
        let sign = index % 2 == 0 ? 1.0 : -1.0
        series = series * z + sign * zetaMinusOne[index] / order
    }
    return z * (0.42278433509846713939 + z * series)
}

/// ζ(n) − 1 for n from 2 on (mpmath, 40 digits).
private let zetaMinusOne: [Double] = [
    0.64493406684822644, 0.20205690315959429, 0.082323233711138192,
    0.036927755143369926, 0.01734306198444914, 0.0083492773819228268,
    0.0040773561979443394, 0.0020083928260822144, 0.00099457512781808534,
    0.00049418860411946456, 0.0002460865533080483, 0.00012271334757848915,
    6.1248135058704829e-5, 3.0588236307020494e-5, 1.5282259408651872e-5,
    7.6371976378997623e-6, 3.8172932649998399e-6, 1.9082127165539389e-6,
    9.5396203387279611e-7, 4.7693298678780646e-7, 2.3845050272773299e-7,
    1.1921992596531107e-7, 5.960818905125948e-8, 2.980350351465228e-8,
    1.4901554828365041e-8, 7.4507117898354295e-9,
]
