/// The median distance of `values` from their median; nil for no values.
///
/// Not scaled: of a normal sample it estimates 0.6745 standard deviations. Some programs multiply by 1.4826,
/// which `normalConsistentDeviation` does.
public func medianAbsoluteDeviation(_ values: [Double]) -> Double? {
    guard let centre = median(values) else { return nil }
    return median(values.map { abs($0 - centre) })
}

/// The median absolute deviation divided by the third quartile of the standard normal, 0.6745, so that it
/// estimates the standard deviation of normal values; nil for no values.
///
/// Source: F. Hampel (1974), "The influence curve and its role in robust estimation", Journal of the American
/// Statistical Association 69, 383–393.
public func normalConsistentDeviation(_ values: [Double]) -> Double? {
    medianAbsoluteDeviation(values).map { $0 / 0.674489750196081743 }
}
