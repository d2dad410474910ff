import Records
import Statistics

/// What every row of a gate can see: by the spread of its restarted pairs, at Holm's first step.
struct SelfTestReaches {
    /// One for each row.
    let all: [SelfTestResult.Reach]

    /// Measures what `rows` can see in gates of `seedsPerGate` seeds.
    init(_ rows: [SelfTestRow], _ arms: SelfTestArms, rules: GateRules, seedsPerGate: Int) {
        let planner = PairsNeeded(
            alpha: rules.alpha, power: rules.power, familySize: max(1, rows.count), isSequential: false)
        // In deviations it is the same for all.
        let effect = planner.detectableEffect(pairs: seedsPerGate)
        all = rows.map { row in
            let differences = row.differences(arms.clean, arms.restarted)
            var reach = SelfTestResult.Reach(
                metric: row.metric, place: row.place, pairs: differences.count,
                deviation: sampleVariance(differences).map { $0.squareRoot() },
                margin: row.margin(arms.clean),
                level: row.level(arms.clean))
            guard let deviation = reach.deviation else { return reach }
            if deviation == 0 {
                reach.detectable = seedsPerGate < planner.pairsAlike ? nil : 0
            } else {
                reach.detectable = effect.map { $0 * deviation }
            }
            // What is worse by nothing is not worse: no number of seeds shows it.
            guard reach.margin > 0 else { return reach }
            reach.seedsNeeded =
                deviation == 0 ? planner.pairsAlike : planner.pairs(effect: reach.margin / deviation)
            return reach
        }
    }
}
