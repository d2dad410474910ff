import Records

extension GateRules {
    /// The seeds that a baseline has beyond the last of those compared, ascending: what `--until-decided` may add,
    /// up to as many in all as the rules allow.
    public func furtherSeeds(of baseline: GateMeasurements, after seeds: Set<Int>) -> [Int] {
        let last = seeds.max() ?? -1
        let all = Set(baseline.configurations.flatMap { $0.cells.map(\.seed) })
        let further = all.filter { $0 > last }.sorted()
        guard let mostSeeds else { return further }
        return Array(further.prefix(max(0, mostSeeds - seeds.count)))
    }
}
