/// The sum of `values` in their order, compensated, so that it is right to about one rounding.
///
/// Source: A. Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// ZAMM 54, 39–51. The sum of nothing is 0.
public func compensatedSum(_ values: [Double]) -> Double {
    var sum = 0.0
    var compensation = 0.0
    for value in values {
        let next = sum + value
        compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
        sum = next
    }
    return sum + compensation
}

/// The arithmetic mean; nil for no values.
///
/// Values must be finite: what to do with a NaN is the caller's decision, not a sum's.
public func mean(_ values: [Double]) -> Double? {
    requireFinite(values)
    guard !values.isEmpty else { return nil }
    return compensatedSum(values) / Double(values.count)
}

/// The unbiased sample variance (divisor n − 1); nil for fewer than two values.
///
/// Two passes with the correction for the mean's own rounding. Source: T. Chan, G. Golub and R. LeVeque
/// (1983), "Algorithms for computing the sample variance", The American Statistician 37, 242–247, equation
/// 1.7.
public func sampleVariance(_ values: [Double]) -> Double? {
    guard values.count >= 2, let centre = mean(values) else { return nil }
    let count = Double(values.count)
    let deviations = values.map { $0 - centre }
    let sum = compensatedSum(deviations)
    let squares = compensatedSum(deviations.map { $0 * $0 })
    return max(0, squares - sum * sum / count) / (count - 1)
}

/// The middle value, or the mean of the two middle values; nil for no values.
public func median(_ values: [Double]) -> Double? {
    requireFinite(values)
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[middle] }
    return sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
}

func requireFinite(_ values: [Double]) {
    precondition(values.allSatisfy(\.isFinite), "a statistic of a value that is infinite or not a number")
}
