import Primitives

/// Friedman's test that methods do not differ, from their ranks within blocks (datasets).
///
/// Null: within every block each order of the methods is equally likely. The alternative is any difference.
/// Sources: M. Friedman (1937), "The use of ranks to avoid the assumption of normality implicit in the
/// analysis of variance", Journal of the American Statistical Association 32, 675–701; J. Demšar (2006),
/// "Statistical comparisons of classifiers over multiple data sets", Journal of Machine Learning Research 7,
/// 1–30, section 3.2.2; R. L. Iman and J. M. Davenport (1980), "Approximations of the critical region of the
/// Friedman statistic", Communications in Statistics A 9, 571–595.
public struct FriedmanTest: Sendable, Hashable {
    /// A statistic with its p-value.
    public struct Outcome: Sendable, Hashable {
        /// The statistic; +∞ for an F where every block has the same order.
        public var statistic: Double
        /// P(a statistic at least as large | null), asymptotically.
        public var p: Double

        /// An outcome.
        public init(statistic: Double, p: Double) {
            self.statistic = statistic
            self.p = p
        }
    }

    /// The number of blocks, at least 2.
    public var blocks: Int
    /// The number of methods, at least 2.
    public var methods: Int
    /// Each method's mean rank over the blocks, 1 being best; they sum to k (k + 1) / 2.
    public var meanRanks: [Double]
    /// χ²_F without correction for ties, k − 1 degrees of freedom; what Demšar (2006) prints.
    public var uncorrected: Outcome
    /// χ²_F divided by 1 − Σ (t³ − t) / (n k (k² − 1)), over the runs of t equal ranks; what SciPy and R
    /// print.
    ///
    /// 0 with p = 1 where every block is one tie.
    public var tieCorrected: Outcome
    /// F_F = (n − 1) χ² / (n (k − 1) − χ²) of the uncorrected χ², with k − 1 and (k − 1) (n − 1) degrees of
    /// freedom; what Demšar (2006) prints.
    public var uncorrectedImanDavenport: Outcome
    /// F_F of the tie-corrected χ²; without ties the two are the same.
    public var imanDavenport: Outcome

    /// χ²_F without correction for ties.
    public var chiSquared: Double { uncorrected.statistic }
    /// χ²_F corrected for ties.
    public var tieCorrectedChiSquared: Double { tieCorrected.statistic }
    /// The degrees of freedom of χ²_F, k − 1.
    public var degreesOfFreedom: Double { Double(methods - 1) }
    /// The p-value to decide by: of Iman and Davenport's F with correction for ties; with fewer than ten
    /// blocks the larger of that and χ²'s.
    ///
    /// F errs too often with few blocks (at 0.05 in 19 % of tables of 3 blocks and 3 methods without a
    /// difference, in 6 % of 5 by 5), where χ² is cautious (2.5 % and 3.5 %); the number of blocks alone
    /// decides which counts. Where all blocks have one order F is infinite, and χ²'s p counts: chance does that
    /// too, at a rate above 0.
    public var p: Double {
        blocks < 10 || !imanDavenport.statistic.isFinite
            ? max(imanDavenport.p, tieCorrected.p) : imanDavenport.p
    }
}

/// Friedman's test of a table with a row per block (dataset) and a column per method; nil for fewer than two
/// blocks or methods.
///
/// Infinite values rank as the best or worst; NaN is not permitted. Equal values share the mean of their
/// ranks; round to the metric's resolution before.
public func friedmanTest(_ table: [[Double]], better direction: MetricDeclaration.Direction) -> FriedmanTest?
{
    friedmanTest(ranks: table.map { averageRanks($0, better: direction) })
}

/// Friedman's test of ranks within blocks, a row per block; nil for fewer than two blocks or methods.
public func friedmanTest(ranks: [[Double]]) -> FriedmanTest? {
    guard let methods = ranks.first?.count, methods >= 2, ranks.count >= 2 else { return nil }
    precondition(ranks.allSatisfy { $0.count == methods }, "every block has a value of every method")
    let (k, n) = (Double(methods), Double(ranks.count))
    // Halves add up without rounding, so the sums are exact.
    var sums = [Double](repeating: 0, count: methods)
    for block in ranks { for (method, rank) in block.enumerated() { sums[method] += rank } }
    precondition(sums.reduce(0, +) == n * k * (k + 1) / 2, "mean ranks sum to k (k + 1) / 2")

    let deviations = sums.map { $0 - n * (k + 1) / 2 }
    let chiSquared = 12 / (n * k * (k + 1)) * deviations.reduce(0) { $0 + $1 * $1 }
    let ties = ranks.reduce(0.0) { total, block in
        total + runsOfEqual(block.sorted()).reduce(0.0) { $0 + cubicExcess($1.count) }
    }
    let share = 1 - ties / (n * k * (k * k - 1))
    let corrected = share > 0 ? chiSquared / share : 0
    return FriedmanTest(
        blocks: ranks.count, methods: methods, meanRanks: sums.map { $0 / n },
        uncorrected: chiSquaredOutcome(chiSquared, methods: k),
        tieCorrected: chiSquaredOutcome(corrected, methods: k),
        uncorrectedImanDavenport: imanDavenport(chiSquared, methods: k, blocks: n),
        imanDavenport: imanDavenport(corrected, methods: k, blocks: n))
}

private func chiSquaredOutcome(_ statistic: Double, methods k: Double) -> FriedmanTest.Outcome {
    FriedmanTest.Outcome(
        statistic: statistic, p: ChiSquared(degreesOfFreedom: k - 1).upperTail(statistic))
}

private func imanDavenport(_ chiSquared: Double, methods k: Double, blocks n: Double) -> FriedmanTest.Outcome
{
    let rest = n * (k - 1) - chiSquared
    // Where all blocks agree the rest is 0 but for rounding.
    guard rest > 1e-12 * n * k else { return FriedmanTest.Outcome(statistic: .infinity, p: 0) }
    let statistic = (n - 1) * chiSquared / rest
    return FriedmanTest.Outcome(
        statistic: statistic,
        p: FisherF(numerator: k - 1, denominator: (k - 1) * (n - 1)).upperTail(statistic))
}

/// t³ − t.
private func cubicExcess(_ count: Int) -> Double {
    let t = Double(count)
    return t * t * t - t
}
