import Numerics

/// The target's mean in each group of rows, shrunk towards the mean of all.
struct LevelMeans {
    /// By group; the mean of all for a group without rows.
    let encoded: [Double]

    /// The means of the groups 0 ..< `count`, from the group and the target of each row.
    ///
    /// Without a `smoothing` by empirical Bayes, with the population variances of all rows and of each group's
    /// (Micci-Barreca 2001, eqs. 5 and 6).
    init(groups: [Int], count: Int, targets: [Double], smoothing: Double?) {
        let mean = StableSum.of(targets) / Double(targets.count)
        var sums = [StableSum](repeating: StableSum(), count: count)
        var sizes = [Double](repeating: 0, count: count)
        for (group, target) in zip(groups, targets) {
            sums[group].add(target)
            sizes[group] += 1
        }
        if let smoothing {
            encoded = (0..<count).map { group in
                let weight = sizes[group] + smoothing
                return weight > 0 ? (sums[group].value + smoothing * mean) / weight : mean
            }
            return
        }
        let variance =
            StableSum.of(targets.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(targets.count)
        let means = (0..<count).map { sizes[$0] > 0 ? sums[$0].value / sizes[$0] : mean }
        var squares = [StableSum](repeating: StableSum(), count: count)
        for (group, target) in zip(groups, targets) {
            squares[group].add((target - means[group]) * (target - means[group]))
        }
        encoded = (0..<count).map { group in
            let between = variance * sizes[group]
            // Neither a group without rows nor a target that does not vary says anything of its own.
            guard between > 0 else { return mean }
            let share = between / (between + squares[group].value / sizes[group])
            return share * means[group] + (1 - share) * mean
        }
    }
}
