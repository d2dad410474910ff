import Records
import Statistics

/// How often a simulated gate said what.
struct SimulatedGateRates: Sendable, Hashable {
    /// Stores that were decided.
    var stores = 0
    /// Whole gates by verdict.
    var verdicts: [GateVerdict: Int] = [:]
    /// Gates that let any row pass.
    var passingAnyRow = 0
    /// Gates that called any row worse.
    var regressingAnyRow = 0
    /// The seeds that were used, summed over the gates.
    var seedsUsed = 0

    /// The share of gates with a verdict.
    func share(_ verdict: GateVerdict) -> Double { Double(verdicts[verdict] ?? 0) / Double(stores) }

    /// Seeds used per gate.
    var meanSeeds: Double { Double(seedsUsed) / Double(stores) }

    mutating func add(_ decision: GateDecision, seeds: Int) {
        stores += 1
        verdicts[decision.verdict, default: 0] += 1
        let metrics = decision.rows.filter { if case .metric = $0.subject { true } else { false } }
        if metrics.contains(where: { $0.verdict == .pass || $0.verdict == .improved }) { passingAnyRow += 1 }
        if metrics.contains(where: { $0.verdict == .regressed }) { regressingAnyRow += 1 }
        seedsUsed += seeds
    }
}

extension GateSimulation {
    /// What the gate says of `stores` stores, each decided once with all its seeds.
    func rates(stores: Int, rules: GateRules) -> SimulatedGateRates {
        var rates = SimulatedGateRates()
        let options = GateOptions(baselineName: "simulated")
        for number in 0..<stores {
            let (baseline, candidate) = store(number)
            rates.add(
                Gate.decide(
                    baseline: baseline, candidate: candidate, rules: rules, options: options, plans: false),
                seeds: seeds)
        }
        return rates
    }

    /// What the always-valid gate says of `stores` stores that it looks at after every seed from the second, until
    /// it is decided or the seeds are used up.
    func ratesUntilDecided(stores: Int, rules: GateRules) -> SimulatedGateRates {
        var rates = SimulatedGateRates()
        let options = GateOptions(baselineName: "simulated", isSequential: true)
        for number in 0..<stores {
            let (baseline, candidate) = store(number)
            for count in min(2, seeds)...seeds {
                let decision = Gate.decide(
                    baseline: baseline.prefix(count), candidate: candidate.prefix(count), rules: rules,
                    options: options, plans: false)
                guard decision.verdict != .inconclusive || count == seeds else { continue }
                rates.add(decision, seeds: count)
                break
            }
        }
        return rates
    }
}

extension GateMeasurements {
    /// The same with each configuration's first `count` cells.
    func prefix(_ count: Int) -> GateMeasurements {
        var result = self
        for index in result.configurations.indices {
            result.configurations[index].cells = Array(result.configurations[index].cells.prefix(count))
        }
        return result
    }
}
