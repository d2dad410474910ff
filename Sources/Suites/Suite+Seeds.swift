import Primitives

extension Suite {
    /// The same suite with other seeds.
    ///
    /// What `exclude` and `overrides` say of a seed stays with that seed, and is about none that they do not
    /// name. Throws `.usage` where the suite gets too many cells.
    public func withSeeds(_ seeds: [Int]) throws(BenchError) -> Suite {
        precondition(
            !seeds.isEmpty && Set(seeds).count == seeds.count, "seeds are at least one, and distinct")
        if seeds == self.seeds { return self }
        var suite = self
        suite.seeds = seeds
        suite.exclusions = exclusions.map { $0.reseeded(from: self.seeds, to: seeds) }
        for index in overrides.indices {
            suite.overrides[index].rule = overrides[index].rule.reseeded(from: self.seeds, to: seeds)
        }
        guard !suite.grid.isTooLarge else {
            throw BenchError(
                .usage, "with \(seeds.count) seeds the suite has more than \(CellGrid.most) cells",
                at: .init(file: path), remedy: "use fewer seeds")
        }
        suite.cellCount = suite.grid.count
        return suite
    }

    /// The first `count` of the suite's own seeds and, where there are fewer, further ones after the largest.
    public func seeds(atMost count: Int) -> [Int] {
        precondition(count > 0, "a suite has a seed")
        var seeds = Array(self.seeds.prefix(count))
        guard var last = self.seeds.max() else { return seeds }
        while seeds.count < count, last < Int.max {
            last += 1
            seeds.append(last)
        }
        return seeds
    }
}
