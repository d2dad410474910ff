/// The lag-1 autocorrelation: Σ (x_i − x̄)(x_{i+1} − x̄) / Σ (x_i − x̄)²; nil for fewer than two values or
/// without spread.
public func autocorrelation(_ values: [Double]) -> Double? {
    guard values.count >= 2, let centre = mean(values) else { return nil }
    let deviations = values.map { $0 - centre }
    let squares = compensatedSum(deviations.map { $0 * $0 })
    guard squares > 0 else { return nil }
    return compensatedSum(zip(deviations, deviations.dropFirst()).map { $0 * $1 }) / squares
}
