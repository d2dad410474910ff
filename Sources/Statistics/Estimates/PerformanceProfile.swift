/// The share of scores above each of several thresholds: one minus the empirical distribution function.
public struct PerformanceProfile: Sendable, Hashable {
    /// The thresholds τ.
    public var thresholds: [Double]
    /// The share of scores above each.
    public var shares: [Double]
    /// For each threshold the bootstrap interval of its share; nil where none was asked for or can be had.
    ///
    /// Each holds for one threshold, not for the curve as a whole.
    public var bands: [Interval]?
}

/// The share of `values` above each threshold; nil for no values.
///
/// A score equal to the threshold is not above it. Source: R. Agarwal et al. (2021), section 4.1.
public func performanceProfile(_ values: [Double], thresholds: [Double]) -> PerformanceProfile? {
    requireFinite(values)
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return PerformanceProfile(
        thresholds: thresholds, shares: thresholds.map { shareAbove($0, sorted) }, bands: nil)
}

/// The score distribution of values in groups (datasets), every group weighing the same, with pointwise
/// percentile bands from resampling within groups; nil for no values.
///
/// Empty groups are left out. Source: Agarwal et al. (2021), section 4.1 (run-score distributions).
public func performanceProfile(
    _ groups: [[Double]], thresholds: [Double], level: Double = 0.95, replicates: Int = 2_000, seed: Int = 0
) -> PerformanceProfile? {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let groups = groups.filter { !$0.isEmpty }.map { $0.sorted() }
    guard !groups.isEmpty else { return nil }
    groups.forEach(requireFinite)
    let shares = thresholds.map { threshold in
        compensatedSum(groups.map { shareAbove(threshold, $0) }) / Double(groups.count)
    }
    guard groups.contains(where: { $0.count >= 2 }) else {
        return PerformanceProfile(thresholds: thresholds, shares: shares, bands: nil)
    }
    // How many values of each group are not above each threshold; a resample's share follows from its counts.
    let notAbove = groups.map { group in thresholds.map { firstAbove($0, group) } }
    var resampled = [[Double]](
        repeating: [Double](repeating: 0, count: replicates), count: thresholds.count)
    for (index, group) in groups.enumerated() {
        let draws = ResampleCounts(
            size: group.count, replicates: replicates, seed: seed, name: "bootstrap/group \(index + 1)")
        var drawn = [Int](repeating: 0, count: group.count + 1)
        let weight = 1 / Double(group.count * groups.count)
        draws.forEach { replicate, counts in
            for position in group.indices { drawn[position + 1] = drawn[position] + Int(counts[position]) }
            for (place, first) in notAbove[index].enumerated() {
                resampled[place][replicate] += Double(group.count - drawn[first]) * weight
            }
        }
    }
    let tail = (1 - level) / 2
    let bands = resampled.map { replicates in
        let ends = quantiles(of: replicates, at: [tail, 1 - tail])
        return Interval(lower: min(1, max(0, ends[0])), upper: min(1, max(0, ends[1])), level: level)
    }
    return PerformanceProfile(thresholds: thresholds, shares: shares, bands: bands)
}

private func shareAbove(_ threshold: Double, _ sorted: [Double]) -> Double {
    Double(sorted.count - firstAbove(threshold, sorted)) / Double(sorted.count)
}

/// The position of the first value above `threshold`, by bisection.
private func firstAbove(_ threshold: Double, _ sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
        let middle = (low + high) / 2
        if sorted[middle] <= threshold { low = middle + 1 } else { high = middle }
    }
    return low
}
