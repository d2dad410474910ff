import Numerics
import Primitives
import Records
import Statistics

/// Puts a gate to the test on a suite's own results: how often it cries wolf, and how often it catches.
///
/// Every trial is a whole gate, decided by the decision that `bench gate` makes, on seeds drawn without
/// replacement from a pool. The rates are those of this pool: what they say of other seeds is as good as the pool is
/// large.
public struct GateSelfTest: Sendable {
    /// Decides a gate: baseline, candidate, rules, options.
    public typealias Decide =
        @Sendable (GateMeasurements, GateMeasurements, GateRules, GateOptions) -> GateDecision

    /// The rules, of metrics and failures alone.
    public let rules: GateRules
    /// Seeds of each gate.
    public let seedsPerGate: Int
    /// Gates per line.
    public let trials: Int
    private let decide: Decide

    /// A self-test of a gate by `rules` with `seedsPerGate` seeds; `decide` is
    /// `Gate.decide` where nil.
    ///
    /// Costs are left out, since results do not have them, and so is the demand for the same bits, since every arm
    /// has others.
    public init(
        rules: GateRules, seedsPerGate: Int, trials: Int = 1_000, decide: Decide? = nil
    ) {
        precondition(seedsPerGate >= 1 && trials >= 1, "a gate has seeds, a line has gates")
        var rules = rules
        rules.costs = []
        rules.requiresSameBits = false
        self.rules = rules
        self.seedsPerGate = seedsPerGate
        self.trials = trials
        self.decide =
            decide ?? {
                Gate.decide(baseline: $0, candidate: $1, rules: $2, options: $3, plans: false)
            }
    }

    /// The seeds that a pool needs at least: gates on fresh seeds take two sets of them.
    public var leastPool: Int { 2 * seedsPerGate }

    /// Measures; `progress` is told the title of each line as it begins.
    public func run(_ arms: SelfTestArms, progress: (String) -> Void = { _ in }) -> SelfTestResult {
        let pool = SelfTestPool(arms.clean)
        precondition(pool.seeds.count >= leastPool, "the pool has \(leastPool) seeds at least")
        let rows = SelfTestRow.all(rules, arms.clean)
        var reaches = SelfTestReaches(rows, arms, rules: rules, seedsPerGate: seedsPerGate).all
        let clean = pool.arm(arms.clean)
        let restarted = pool.arm(arms.restarted)
        var lines: [SelfTestResult.Line] = []
        func measure(
            _ id: String, _ title: String, _ kind: SelfTestResult.Line.Kind, changes: [Double?] = [],
            _ trial: (inout RandomStream) -> GateDecision
        ) {
            progress(title)
            var line = SelfTestResult.Line(
                id: id, title: title, kind: kind, trials: trials, verdicts: [:], ofFailuresAlone: 0,
                changes: changes)
            for number in 0..<trials {
                var stream = RandomStream(seed: number, name: "gate-self-test/\(id)")
                let decision = trial(&stream)
                line.verdicts[decision.verdict, default: 0] += 1
                if decision.verdict == .regressed, Self.isOfFailuresAlone(decision) {
                    line.ofFailuresAlone += 1
                }
            }
            lines.append(line)
        }
        measure("fresh-seeds", "no change, fresh seeds", .noChange) { stream in
            let places = stream.permutation(of: pool.seeds.count)
            let names = places[..<seedsPerGate]
            let others = places[seedsPerGate..<2 * seedsPerGate]
            return gate(
                pool.side(names.map { .init(arm: clean, place: $0, name: $0) }),
                pool.side(zip(others, names).map { .init(arm: clean, place: $0, name: $1) }))
        }
        measure(SelfTestResult.Line.restarted, "no change, training restarted", .noChange) { stream in
            let sides = restartedSides(pool, clean, restarted, &stream)
            return gate(sides.baseline, sides.candidate)
        }
        if !rows.isEmpty {
            measure("at-margin", "one metric worse by its margin", .atMargin) { stream in
                var sides = restartedSides(pool, clean, restarted, &stream)
                let row = stream.integer(below: rows.count)
                // A hair more, so that rounding does not decide where nothing varies.
                rows[row].worsen(&sides.candidate, by: (1 + 1e-9) * rows[row].margin(sides.baseline))
                let decision = gate(sides.baseline, sides.candidate)
                reaches[row].worsened += 1
                if decision.verdict == .regressed { reaches[row].found += 1 }
                return decision
            }
        }
        for planted in arms.planted {
            let arm = pool.arm(planted.measurements)
            measure(
                planted.id, planted.summary, .planted, changes: changes(arms.clean, planted.measurements)
            ) { stream in
                let places = stream.permutation(of: pool.seeds.count)[..<seedsPerGate]
                return gate(
                    pool.side(places.map { .init(arm: clean, place: $0, name: $0) }),
                    pool.side(places.map { .init(arm: arm, place: $0, name: $0) }))
            }
        }
        var result = SelfTestResult(
            suite: arms.clean.suite, rules: rules, pool: pool.seeds.count, seedsPerGate: seedsPerGate,
            lines: lines, reaches: reaches, omitted: arms.omitted, refusals: [])
        result.hasNoCompletedCell = arms.clean.configurations.allSatisfy {
            $0.cells.allSatisfy { $0.status.kind != .completed }
        }
        result.refusals = SelfTestJudgement(result).refusals
        return result
    }

    private func gate(_ baseline: GateMeasurements, _ candidate: GateMeasurements) -> GateDecision {
        decide(baseline, candidate, rules, GateOptions(baselineName: "self-test"))
    }

    /// Both sides of a gate without a change: a coin says per seed which side was restarted.
    private func restartedSides(
        _ pool: SelfTestPool, _ clean: SelfTestPool.Arm, _ restarted: SelfTestPool.Arm,
        _ stream: inout RandomStream
    ) -> (baseline: GateMeasurements, candidate: GateMeasurements) {
        var (baseline, candidate): ([SelfTestPool.Draw], [SelfTestPool.Draw]) = ([], [])
        for place in stream.permutation(of: pool.seeds.count)[..<seedsPerGate] {
            let isSwapped = stream.integer(below: 2) == 1
            baseline.append(.init(arm: isSwapped ? restarted : clean, place: place, name: place))
            candidate.append(.init(arm: isSwapped ? clean : restarted, place: place, name: place))
        }
        return (pool.side(baseline), pool.side(candidate))
    }

    private static func isOfFailuresAlone(_ decision: GateDecision) -> Bool {
        !decision.rows.contains { row in
            if row.subject == .failures { return false }
            return row.verdict == .regressed
        }
    }

    /// The mean change of every metric over all pairs of cells with finite values.
    private func changes(_ before: GateMeasurements, _ after: GateMeasurements) -> [Double?] {
        rules.metrics.map { metric in
            var differences: [Double] = []
            for (old, new) in zip(before.configurations, after.configurations) {
                let values = Dictionary(
                    old.cells.map { ($0.seed, $0.values[metric.measure]) }, uniquingKeysWith: { $1 })
                for cell in new.cells {
                    guard let first = values[cell.seed] ?? nil, let second = cell.values[metric.measure],
                        first.isFinite, second.isFinite
                    else { continue }
                    differences.append(second - first)
                }
            }
            return mean(differences)
        }
    }
}
