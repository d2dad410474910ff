import Primitives

/// The ranks of `values` from 1 for the best, equal values sharing the mean of their ranks.
///
/// Infinite values take part: +∞ and −∞ stand for the best or the worst outcome, as `direction` has it. Equal
/// means equal to the last bit; round to the metric's resolution before.
public func averageRanks(
    _ values: [Double], better direction: MetricDeclaration.Direction
) -> [Double] {
    precondition(!values.contains { $0.isNaN }, "what is not a number has no rank")
    let keys = direction == .higher ? values.map { -$0 } : values
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    for run in runsOfEqual(order.map { keys[$0] }) {
        let shared = Double(run.lowerBound + run.upperBound + 1) / 2
        for place in run { ranks[order[place]] = shared }
    }
    return ranks
}

/// The ranges of equal neighbours in `sorted`, every position in one of them.
func runsOfEqual(_ sorted: [Double]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    while start < sorted.count {
        var end = start + 1
        while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
        runs.append(start..<end)
        start = end
    }
    return runs
}
