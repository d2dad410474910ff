import Numerics
import Records
import Statistics

/// The speed of one place: a logarithm per repetition, averaged over the place's configurations.
struct SpeedSample {
    /// The values that it is made of.
    var cost: CostSample
    /// The baseline's mean logarithms, a value per repetition that every configuration has.
    var baseline: [Double]
    /// The candidate's.
    var candidate: [Double]

    /// The logarithms of a place's speeds.
    init(_ cost: CostSample) {
        self.cost = cost
        baseline = Self.means(cost.baseline)
        candidate = Self.means(cost.candidate)
    }

    private static func means(_ values: [[Double]]) -> [Double] {
        let repetitions = values.map(\.count).min() ?? 0
        return (0..<repetitions).compactMap { index in mean(values.map { DeterministicMath.log($0[index]) }) }
    }

    /// Whether there is anything to compare.
    var isTested: Bool { cost.notInBaseline.isEmpty && cost.lost.isEmpty && !cost.baseline.isEmpty }

    /// The repetitions of the side that has fewer.
    var fewest: Int { min(baseline.count, candidate.count) }

    /// By how much the mean logarithm may fall: −ln(1 − margin).
    var reach: Double { -DeterministicMath.log(1 - cost.limit.margin) }

    /// Welch's test of candidate − baseline; nil where there are too few repetitions, or few that are all alike.
    func test(alpha: Double) -> WelchTest? {
        guard isTested, let test = WelchTest(candidate, baseline) else { return nil }
        return test.standardError == 0 && fewest < EqualDifferences.fewest(alpha: alpha) ? nil : test
    }

    /// The p-values of `test`; all 1 without it.
    func p(_ test: WelchTest?) -> GatePValues {
        guard let test else { return GatePValues() }
        let p = GatePValues(
            withinMargin: test.p(above: -reach), worse: test.p(below: -reach), better: test.p(above: reach))
        return test.standardError == 0 ? p.atLeast(EqualDifferences.chance(fewest)) : p
    }

    /// The repetitions per side that would decide, were the true difference and deviation those seen.
    ///
    /// As if both sides had as many and the same variance; nil where more would not help.
    func repetitionsNeeded(_ test: WelchTest, alpha: Double, power: Double) -> Int? {
        if test.standardError == 0 {
            let needed = EqualDifferences.fewest(alpha: alpha)
            return needed > fewest ? needed : nil
        }
        let distance = abs(test.difference + reach)
        // Σ s²/n of both sides, times their harmonic mean count: twice the variance of one repetition.
        let count = 2 / (1 / Double(baseline.count) + 1 / Double(candidate.count))
        let deviation = test.standardError * (count / 2).squareRoot()
        guard distance > 0, power > alpha, power < 1 else { return nil }
        let design = TwoSampleDesign(perSample: 2, threshold: alpha, isOneSided: true)
        guard let root = design.valuesNeeded(effect: distance / deviation, power: power),
            root <= Double(PairsNeeded.most)
        else { return nil }
        return max(Int(root.rounded(.up)), fewest + 1)
    }
}
