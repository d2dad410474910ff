import Numerics

/// The p-value of "the differences are symmetric about 0", by flipping their signs; nil for no differences.
///
/// Null: symmetry about 0. Two-sided: the share of sign vectors whose statistic is at least as far from 0 as
/// the observed one. Zeros stay where they are. All 2ⁿ vectors up to 14 differences; beyond, `draws` random
/// ones, and the p-value is (b + 1) / (m + 1), never too small (B. Phipson and G. Smyth 2010, "Permutation
/// p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9). Source: R.
/// Fisher (1935), "The Design of Experiments", section 21.
///
/// With `.repeatedSplits` the differences are correlated, which flipping single signs does not see. The
/// statistic is then divided by the deviation of its own (flipped) differences from it, and the flipped ones
/// are stretched by √(1 + n · ratio), the factor by which Nadeau and Bengio (2003) widen the standard error of
/// a mean: for means of many differences it is their test, else a heuristic. Without the division a
/// difference would count as its own noise: stretched, flips of a clear one reach it more often than not.
///
/// Quick for the median and the interquartile mean too: the flipped values, sorted, are the negative ones by
/// decreasing and the positive ones by increasing magnitude, so that nothing is sorted anew.
public func signFlipTest(
    _ differences: [Double], of aggregate: Aggregate, resampling: Resampling = .independent,
    draws: Int = 9_999, seed: Int = 0
) -> Double? {
    precondition(draws > 0, "a permutation test draws at least once")
    requireFinite(differences)
    let count = differences.count
    guard count > 0, let observed = aggregate.value(differences) else { return nil }
    let stretch = (resampling.meanVarianceFactor(count: count) * Double(count)).squareRoot()
    let magnitudes = differences.map { abs($0) }.sorted()
    // Two statistics of the same magnitudes differ by rounding where they are equal on paper.
    let bound = abs(observed) - 16 * Double.ulpOfOne * (magnitudes.last ?? 0)
    func squares(_ values: [Double], about centre: Double) -> Double {
        values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    }
    let isStudentized = stretch > 1
    let spread = isStudentized ? squares(differences, about: observed) : 0
    var sorted = [Double](repeating: 0, count: count)
    func isAsFar(_ isNegative: (Int) -> Bool) -> Bool {
        var (low, high) = (0, count - 1)
        for index in (0..<count).reversed() {
            if isNegative(index) {
                sorted[low] = -magnitudes[index]
                low += 1
            } else {
                sorted[high] = magnitudes[index]
                high -= 1
            }
        }
        let value = aggregate.value(sorted: sorted)
        guard isStudentized else { return abs(value) >= bound }
        // |value| / √squares against |observed| / √spread, without a division by 0.
        let (own, other) = (
            stretch * abs(value) * spread.squareRoot(), squares(sorted, about: value).squareRoot()
        )
        return own >= abs(observed) * other * (1 - 1e-12)
    }
    if count <= 14 {
        let total = 1 << count
        let found = (0..<total).count { pattern in isAsFar { pattern >> $0 & 1 == 1 } }
        return Double(found) / Double(total)
    }
    var stream = RandomStream(seed: seed, name: "statistics/sign-flip-test")
    var words = [UInt32](repeating: 0, count: (count + 31) / 32)
    var found = 0
    for _ in 0..<draws {
        for index in words.indices { words[index] = stream.nextUInt32() }
        if isAsFar({ words[$0 / 32] >> UInt32($0 % 32) & 1 == 1 }) { found += 1 }
    }
    return Double(found + 1) / Double(draws + 1)
}

extension Aggregate {
    /// The aggregate of values in ascending order, of which there is at least one.
    fileprivate func value(sorted values: [Double]) -> Double {
        let count = values.count
        switch self {
        case .median:
            let middle = count / 2
            return count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
        case .interquartileMean:
            let trimmed = count / 4
            var sum = 0.0
            for index in trimmed..<(count - trimmed) { sum += values[index] }
            return sum / Double(count - 2 * trimmed)
        case .mean:
            var sum = 0.0
            for value in values { sum += value }
            return sum / Double(count)
        default: return value(values) ?? 0
        }
    }
}
