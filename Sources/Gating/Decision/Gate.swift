import Primitives
import Records

/// Decides whether one side of a gate is worse than the other.
public enum Gate {
    /// Compares `candidate` with `baseline` by the rules.
    ///
    /// The unit of replication is the seed. docs/gate-statistics.md says what is tested and what is not.
    /// Sequentially, seeds have to be added in ascending order, and the decision may be asked for after each.
    public static func decide(
        baseline: GateMeasurements, candidate: GateMeasurements, rules: GateRules, options: GateOptions
    ) -> GateDecision {
        decide(baseline: baseline, candidate: candidate, rules: rules, options: options, plans: true)
    }

    /// Without `plans` the rows have no intervals, do not say what they need and have no sentences; verdicts are
    /// the same: for simulations, which want thousands.
    static func decide(
        baseline: GateMeasurements, candidate: GateMeasurements, rules: GateRules, options: GateOptions,
        plans: Bool
    ) -> GateDecision {
        precondition(rules.alpha > 0 && rules.alpha < 0.5, "α lies between 0 and one half")
        let matching = ConfigurationMatching(
            baseline: baseline, candidate: candidate, rules: rules, options: options)
        let pairs = matching.pairs
        let cells = pairs.flatMap(\.cells)
        let metrics = MetricRows(pairs, rules: rules, isSequential: options.isSequential, plans: plans)

        var rows: [GateDecision.Row] = []
        // Where everything changed and is compared all the same, there are no bits to hold against each other.
        if rules.requiresSameBits, pairs.isEmpty || pairs.contains(where: \.isSameQuestion) {
            rows.append(BitCounts(pairs).row)
        }
        rows += FailureRows(pairs, rules: rules).rows
        rows += metrics.rows
        rows += CostRows(pairs, rules: rules, plans: plans).rows
        makeUnique(&rows)

        let notices =
            plans
            ? GateNotices(
                baseline: baseline, candidate: candidate, matching: matching, rules: rules,
                samples: metrics.samples
            ).texts : []
        let further = plans ? furtherSeeds(baseline, candidate, rules) : (allowed: 0, beyond: 0)
        return GateDecision(
            suite: candidate.suite, baselineName: options.baselineName, rules: rules,
            isSequential: options.isSequential, rows: rows, mismatches: matching.mismatches, notices: notices,
            comparedCells: cells.count, identicalCells: cells.filter { $0.bits == .same }.count,
            failedCells: candidate.configurations.flatMap(\.cells).filter { $0.status.kind != .completed }
                .count,
            familySize: metrics.familySize, undecidedConfigurations: metrics.undecided,
            furtherSeeds: further.allowed, seedsBeyondLimit: further.beyond)
    }

    /// How many seeds the baseline has beyond the candidate's, within the rules' limit and beyond it.
    private static func furtherSeeds(
        _ baseline: GateMeasurements, _ candidate: GateMeasurements, _ rules: GateRules
    ) -> (allowed: Int, beyond: Int) {
        let seeds = Set(candidate.configurations.flatMap { $0.cells.map(\.seed) })
        var unlimited = rules
        unlimited.mostSeeds = nil
        let allowed = rules.furtherSeeds(of: baseline, after: seeds).count
        return (allowed, unlimited.furtherSeeds(of: baseline, after: seeds).count - allowed)
    }

    /// A measure that the rules name twice has two rows: the second's id ends in "#2".
    private static func makeUnique(_ rows: inout [GateDecision.Row]) {
        var counts: [String: Int] = [:]
        for index in rows.indices {
            let count = counts[rows[index].id, default: 0] + 1
            counts[rows[index].id] = count
            if count > 1 { rows[index].id += "#\(count)" }
        }
    }
}
