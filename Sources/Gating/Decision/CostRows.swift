import Records

/// The rows of the gated costs, in the order of the rules, each by place.
struct CostRows {
    /// The rows.
    var rows: [GateDecision.Row] = []

    /// Decides every cost in every place.
    init(_ pairs: [ConfigurationPair], rules: GateRules, plans: Bool) {
        guard !rules.costs.isEmpty else { return }
        var places = GatePlace.all(pairs, scope: rules.scope)
        if places.isEmpty { places = [(.suite, [])] }
        for limit in rules.costs {
            let all = places.map { CostSample(limit, $0.place, $0.pairs) }
            let present = all.filter { !$0.isAbsent }
            // A cost that was measured nowhere has a row that says so.
            let samples = present.isEmpty ? [CostSample(limit, .suite, [])] : present
            switch limit.cost {
            case .memory: rows += samples.map(MemoryRow.row)
            case .speed: rows += SpeedRows(samples, rules: rules, plans: plans).rows
            }
        }
    }
}
