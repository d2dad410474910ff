/// The integral over all numbers of a positive function with one peak, by the trapezoidal rule.
///
/// For analytic functions that fall off quickly on both sides, the rule converges exponentially in 1/step (L.
/// Trefethen and J. Weideman (2014), "The exponentially convergent trapezoidal rule", SIAM Review 56,
/// 385–458). All terms are positive, so the relative error is that of the function. The step is halved until
/// two sums agree.
func peakIntegral(
    near start: Double, step firstStep: Double, _ function: (Double) -> Double
) -> Double {
    let (centre, peak) = highest(start, firstStep, function)
    if peak == 0 { return 0 }
    var step = firstStep
    var coarse = sum(centre, step, 0, function)
    for _ in 0..<12 {
        let between = sum(centre, step, step / 2, function)
        let fine = (coarse + between) / 2
        if abs(fine - coarse) <= 1e-8 * fine { return fine }
        coarse = fine
        step /= 2
    }
    return coarse
}

/// A point near the peak, found by walking uphill with steps that grow and shrink.
private func highest(
    _ start: Double, _ firstStep: Double, _ function: (Double) -> Double
) -> (at: Double, value: Double) {
    var (at, value) = (start, function(start))
    var stride = firstStep
    var isFound = value > 0
    for _ in 0..<100 {
        let (left, right) = (function(at - stride), function(at + stride))
        if left > value || right > value {
            (at, value) = left > right ? (at - stride, left) : (at + stride, right)
            isFound = true
            stride *= 1.5
        } else if !isFound {
            // Nothing here is above the smallest double yet: look further away.
            stride *= 1.5
        } else if stride <= firstStep {
            break
        } else {
            stride = max(firstStep, stride / 3)
        }
    }
    return (at, value)
}

/// step · Σ function(centre + offset + i · step).
private func sum(_ centre: Double, _ step: Double, _ offset: Double, _ function: (Double) -> Double) -> Double
{
    var total = 0.0
    var largest = 0.0
    for direction in [1.0, -1.0] {
        var index = direction > 0 ? 0.0 : 1.0
        while index < 1e6 {
            let term = function(centre + offset + direction * index * step)
            total += term
            largest = max(largest, term)
            // The first terms may lie before the peak.
            if term <= largest * 1e-18, index > 4 || term == 0 { break }
            index += 1
        }
    }
    return total * step
}
