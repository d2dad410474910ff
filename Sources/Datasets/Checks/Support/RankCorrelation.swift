/// Rank correlation, for checks.
enum RankCorrelation {
    /// The ranks of `values` from 1, means of them for ties; no value may be NaN.
    static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    /// Spearman's ρ: Pearson's correlation of the ranks; 0 where one side does not vary.
    static func spearman(_ a: [Double], _ b: [Double]) -> Double { pearson(ranks(a), ranks(b)) }

    /// Pearson's correlation in two passes; 0 where one side does not vary or overflows.
    static func pearson(_ a: [Double], _ b: [Double]) -> Double {
        let count = Double(a.count)
        // Scaled to [−1, 1], so that no square overflows.
        let (scaleA, scaleB) = (a.reduce(0) { max($0, abs($1)) }, b.reduce(0) { max($0, abs($1)) })
        guard count > 1, scaleA > 0, scaleB > 0 else { return 0 }
        let meanA = a.reduce(0) { $0 + $1 / scaleA } / count
        let meanB = b.reduce(0) { $0 + $1 / scaleB } / count
        var (sumAB, sumAA, sumBB) = (0.0, 0.0, 0.0)
        for index in a.indices {
            let (x, y) = (a[index] / scaleA - meanA, b[index] / scaleB - meanB)
            sumAB += x * y
            sumAA += x * x
            sumBB += y * y
        }
        guard sumAA > 0, sumBB > 0 else { return 0 }
        let r = sumAB / (sumAA.squareRoot() * sumBB.squareRoot())
        return max(-1, min(1, r))
    }
}
