/// The ranks of `values` from 1 for the smallest; equal values share the mean of their ranks.
///
/// −0 and 0 are equal. Values must be finite.
public func midRanks(_ values: [Double]) -> [Double] {
    requireFinite(values)
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
        var end = first + 1
        while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
        // The mean of the ranks first + 1 … end.
        let rank = Double(first + 1 + end) / 2
        for position in first..<end { ranks[order[position]] = rank }
        first = end
    }
    return ranks
}

/// `values` as whole multiples of `resolution`, so that differences which are equal on paper are equal.
///
/// 0.4 − 0.3 and 0.3 − 0.2 differ in their last bit, and a ranking would tell them apart. Nil leaves
/// the values alone. Halves are rounded away from zero.
func rounded(_ values: [Double], to resolution: Double?) -> [Double] {
    guard let resolution else { return values }
    precondition(resolution > 0 && resolution.isFinite, "a resolution is positive")
    return values.map { ($0 / resolution).rounded() }
}
