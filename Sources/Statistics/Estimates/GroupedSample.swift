/// Values in groups, of which a statistic is taken for many resamples.
struct GroupedSample {
    private let aggregate: Aggregate
    private let statistic: GroupedStatistic
    /// The groups that have values, each ascending.
    private let groups: [[Double]]
    /// All values ascending.
    private let pooled: CountedSample
    /// Where the values of each group stand among all.
    private let places: [[Int]]

    let magnitude: Double

    init(_ groups: [[Double]], aggregate: Aggregate, statistic: GroupedStatistic) {
        self.aggregate = aggregate
        self.statistic = statistic
        let sorted = groups.filter { !$0.isEmpty }.map { $0.sorted() }
        let all = sorted.flatMap { $0 }
        let owners = sorted.indices.flatMap { group in sorted[group].indices.map { (group, $0) } }
        let order = all.indices.sorted { (all[$0], $0) < (all[$1], $1) }
        var places = sorted.map { [Int](repeating: 0, count: $0.count) }
        for (place, index) in order.enumerated() { places[owners[index].0][owners[index].1] = place }
        self.groups = sorted
        self.places = places
        pooled = CountedSample(sorted: all.isEmpty ? [0] : order.map { all[$0] }, aggregate: aggregate)
        magnitude = pooled.magnitude
    }

    /// The number of values in each group that has any.
    var sizes: [Int] { groups.map(\.count) }

    /// The statistic of each resample within groups.
    func stratified(replicates: Int, seed: Int) -> [Double] {
        let total = sizes.reduce(0, +)
        // Group by group, so that the draws of equally large groups in equal places can be shared between
        // callers.
        switch statistic {
        case .groupMeans:
            var means = [Double](repeating: 0, count: replicates * groups.count)
            forEachGroup(replicates: replicates, seed: seed) { group, replicate, counts in
                means[replicate * groups.count + group] = meanOf(group, counts, groups[group].count)
            }
            return (0..<replicates).map { replicate in
                aggregated(Array(means[(replicate * groups.count)..<((replicate + 1) * groups.count)]))
            }
        case .values:
            var all = [UInt16](repeating: 0, count: replicates * total)
            forEachGroup(replicates: replicates, seed: seed) { group, replicate, counts in
                let first = replicate * total
                for (index, place) in places[group].enumerated() { all[first + place] = counts[index] }
            }
            return all.withUnsafeBufferPointer { all in
                (0..<replicates).map { replicate in
                    all.baseAddress.map { pooled.value($0 + replicate * total, total: total) } ?? 0
                }
            }
        }
    }

    /// The statistic of each resample of groups and of the values in them.
    func hierarchical(replicates: Int, seed: Int) -> [Double] {
        var sampler = IndexSampler(seed: seed, name: "hierarchical bootstrap")
        var all = [UInt16](repeating: 0, count: pooled.size)
        var counts = [UInt16](repeating: 0, count: sizes.max() ?? 0)
        var means = [Double](repeating: 0, count: groups.count)
        return (0..<replicates).map { _ in
            for index in all.indices { all[index] = 0 }
            var total = 0
            for draw in groups.indices {
                let group = sampler.index(below: groups.count)
                let size = groups[group].count
                counts.withUnsafeMutableBufferPointer { counts in
                    counts.update(repeating: 0)
                    sampler.count(draws: size, of: size, into: counts)
                    switch statistic {
                    case .groupMeans:
                        means[draw] = counts.baseAddress.map { meanOf(group, $0, size) } ?? 0
                    case .values:
                        for (index, place) in places[group].enumerated() { all[place] += counts[index] }
                    }
                }
                total += size
            }
            switch statistic {
            case .groupMeans: return aggregated(means)
            case .values:
                return all.withUnsafeBufferPointer { all in
                    all.baseAddress.map { pooled.value($0, total: total) } ?? 0
                }
            }
        }
    }

    /// The statistic without each value of each group in turn; a group's only value stays.
    func leavingOutValues() -> [[Double]] {
        switch statistic {
        case .groupMeans:
            var means = groups.map { mean($0) ?? 0 }
            return groups.indices.filter { groups[$0].count > 1 }.map { group in
                let (own, size) = (means[group], Double(groups[group].count))
                defer { means[group] = own }
                return groups[group].map { value in
                    means[group] = own + (own - value) / (size - 1)
                    return aggregated(means)
                }
            }
        case .values:
            let without = pooled.leavingOut()
            return places.filter { $0.count > 1 }.map { $0.map { without[$0] } }
        }
    }

    private func forEachGroup(
        replicates: Int, seed: Int,
        _ body: (_ group: Int, _ replicate: Int, _ counts: UnsafePointer<UInt16>) -> Void
    ) {
        for group in groups.indices {
            let draws = ResampleCounts(
                size: groups[group].count, replicates: replicates, seed: seed,
                name: "bootstrap/group \(group + 1)")
            draws.forEach { body(group, $0, $1) }
        }
    }

    private func meanOf(_ group: Int, _ counts: UnsafePointer<UInt16>, _ total: Int) -> Double {
        let values = groups[group]
        let centre = values[values.count / 2]
        var sum = 0.0
        for index in values.indices { sum += Double(counts[index]) * (values[index] - centre) }
        return centre + sum / Double(total)
    }

    private func aggregated(_ means: [Double]) -> Double {
        if aggregate == .mean { return means.reduce(0, +) / Double(means.count) }
        return aggregate.value(means) ?? 0
    }
}
