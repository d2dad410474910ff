/// The quantile of `values` at `probability`; nil for no values.
///
/// The line through the order statistics: with h = (n − 1) p, x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎), counted
/// from 0; the default of NumPy and R. Source: R. Hyndman and Y. Fan (1996), "Sample quantiles in statistical
/// packages", The American Statistician 50, 361–365, definition 7.
public func quantile(_ values: [Double], _ probability: Double) -> Double? {
    requireFinite(values)
    return quantile(sorted: values.sorted(), probability)
}

/// The same of values in ascending order.
func quantile(sorted values: [Double], _ probability: Double) -> Double? {
    precondition(probability >= 0 && probability <= 1, "a probability lies between 0 and 1")
    guard !values.isEmpty else { return nil }
    let position = quantilePosition(probability, count: values.count)
    return interpolated(values[position.lower], values[position.upper], position.share)
}

/// Between which order statistics the quantile lies, and where between them.
func quantilePosition(_ probability: Double, count: Int) -> (lower: Int, upper: Int, share: Double) {
    let position = probability * Double(count - 1)
    let lower = min(count - 1, Int(position))
    return (lower, min(count - 1, lower + 1), position - Double(lower))
}

/// The point between two numbers, equal to them where they are equal.
func interpolated(_ lower: Double, _ upper: Double, _ share: Double) -> Double {
    lower + share * (upper - lower)
}
