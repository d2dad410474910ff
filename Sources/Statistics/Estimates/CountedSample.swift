/// A sample in ascending order, of which aggregates are taken with a count for each value.
struct CountedSample {
    let aggregate: Aggregate
    /// The values in ascending order, less `centre`, which keeps sums small.
    private let deviations: [Double]
    private let centre: Double

    /// The largest absolute value, by which rounding errors are judged.
    let magnitude: Double

    init(sorted values: [Double], aggregate: Aggregate) {
        self.aggregate = aggregate
        centre = values[values.count / 2]
        deviations = values.map { [centre] in $0 - centre }
        magnitude = max(abs(values[0]), abs(values[values.count - 1]))
    }

    var size: Int { deviations.count }

    /// The aggregate of the values with `counts`, which add up to `total`.
    func value(_ counts: UnsafePointer<UInt16>, total: Int) -> Double {
        var sum = 0.0
        if aggregate == .mean {
            for index in deviations.indices { sum += Double(counts[index]) * deviations[index] }
            return centre + sum / Double(total)
        }
        let cut = aggregate.cutWeight(count: total)
        var first = 0
        for index in deviations.indices {
            let count = Int(counts[index])
            if count == 0 { continue }
            let weight = Aggregate.overlap(first: first, count: count, cut: cut, of: total)
            if weight > 0 { sum += weight * deviations[index] }
            first += count
        }
        return centre + sum / (Double(total) - 2 * cut)
    }

    /// The standard error of the aggregate by Tukey and McLaughlin; nil for the median, which has none of
    /// this kind.
    ///
    /// s_w / ((1 − 2γ) √n), s_w² being the variance of the values of which those left out are replaced by the
    /// nearest that is not; for the mean it is s / √n. Source: J. Tukey and D. McLaughlin (1963), "Less
    /// vulnerable confidence and significance procedures for location based on a single sample", Sankhyā A
    /// 25, 331–352.
    func standardError(_ counts: UnsafePointer<UInt16>, total: Int) -> Double? {
        guard aggregate != .median, total > 1 else { return nil }
        let cut = aggregate.cutWeight(count: total)
        let lowest = Int(cut)
        var (low, high) = (0.0, 0.0)
        var first = 0
        for index in deviations.indices {
            let end = first + Int(counts[index])
            if first <= lowest, lowest < end { low = deviations[index] }
            if first <= total - 1 - lowest, total - 1 - lowest < end { high = deviations[index] }
            first = end
        }
        var sum = 0.0
        for index in deviations.indices {
            sum += Double(counts[index]) * min(high, max(low, deviations[index]))
        }
        let mean = sum / Double(total)
        var squares = 0.0
        for index in deviations.indices {
            let distance = min(high, max(low, deviations[index])) - mean
            squares += Double(counts[index]) * distance * distance
        }
        let share = 1 - 2 * cut / Double(total)
        return (squares / (Double(total - 1) * Double(total))).squareRoot() / share
    }

    /// The aggregate without each of the values in turn, in ascending order of the value left out.
    func leavingOut() -> [Double] {
        if aggregate == .mean {
            let sum = compensatedSum(deviations)
            return deviations.map { centre + (sum - $0) / Double(size - 1) }
        }
        var counts = [UInt16](repeating: 1, count: size)
        return deviations.indices.map { index in
            counts[index] = 0
            defer { counts[index] = 1 }
            return counts.withUnsafeBufferPointer { $0.baseAddress.map { value($0, total: size - 1) } ?? 0 }
        }
    }
}
