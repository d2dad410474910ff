/// The standard error of the difference of two mean ranks, √(k (k + 1) / (6 n)), under Friedman's null.
///
/// For ranks without ties. Source: J. Demšar (2006), Journal of Machine Learning Research 7, section 3.2.2.
public func meanRankStandardError(methods: Int, blocks: Int) -> Double {
    precondition(methods >= 2 && blocks >= 1, "a rank difference needs two methods and a block")
    let k = Double(methods)
    return (k * (k + 1) / (6 * Double(blocks))).squareRoot()
}

/// Nemenyi's critical difference: mean ranks further apart are told apart, with any false claim among all
/// pairs at rate 1 − `level` at most.
///
/// q / √2 · √(k (k + 1) / (6 n)), q the quantile of the studentised range of k groups with infinite degrees
/// of freedom. Asymptotic; Demšar's printed table has truncated digits (2.343 for 2.3437 with three methods).
/// Source: P. B. Nemenyi (1963), "Distribution-free multiple comparisons", thesis, Princeton; Demšar (2006),
/// table 5a.
public func criticalDifference(methods: Int, blocks: Int, level: Double = 0.95) -> Double {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    let range = StudentizedRange(groups: methods, degreesOfFreedom: .infinity)
    return range.quantile(upperTail: 1 - level) / 2.0.squareRoot()
        * meanRankStandardError(methods: methods, blocks: blocks)
}

/// Nemenyi's test of all pairs of mean ranks, after Friedman's.
///
/// Null of a pair: the two have the same expected rank. Two-sided; p is the normal one of the pair alone,
/// adjusted that of the studentised range. A pair's verdict depends on which other methods are in the table:
/// A. Benavoli, G. Corani and F. Mangili (2016), "Should we really use post-hoc tests based on mean-ranks?",
/// Journal of Machine Learning Research 17, 1–10.
public func nemenyiTest(_ friedman: FriedmanTest) -> PairwiseComparisons {
    let error = meanRankStandardError(methods: friedman.methods, blocks: friedman.blocks)
    let range = StudentizedRange(groups: friedman.methods, degreesOfFreedom: .infinity)
    let pairs = PairwiseComparisons.positions(friedman.methods).map { first, second in
        let z = abs(friedman.meanRanks[first] - friedman.meanRanks[second]) / error
        return PairwiseComparisons.Pair(
            first: first, second: second, p: min(1, 2 * Normal().upperTail(z)),
            adjusted: min(1, range.upperTail(z * 2.0.squareRoot())))
    }
    return PairwiseComparisons(methods: friedman.methods, pairs: pairs)
}

/// Bonferroni and Dunn's critical difference of mean ranks from that of one baseline, with any false claim
/// among the k − 1 comparisons at rate 1 − `level` at most.
///
/// Source: O. J. Dunn (1961), "Multiple comparisons among means", Journal of the American Statistical
/// Association 56, 52–64; J. Demšar (2006), table 5b.
public func bonferroniDunnDifference(methods: Int, blocks: Int, level: Double = 0.95) -> Double {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    return Normal().quantile(upperTail: (1 - level) / (2 * Double(methods - 1)))
        * meanRankStandardError(methods: methods, blocks: blocks)
}

/// A method's mean rank compared with a baseline's.
public struct BaselineRankComparison: Sendable, Hashable {
    /// The method, as its position.
    public var method: Int
    /// (mean rank of the baseline − that of the method) / standard error; positive where the method ranks
    /// better.
    public var z: Double
    /// The two-sided normal p-value of this comparison alone.
    public var p: Double
    /// The p-value as corrected over the k − 1 comparisons.
    public var adjusted: Double
}

/// Bonferroni and Dunn's test of every method's mean rank against a baseline's, after Friedman's.
///
/// With another `correction` the same z are corrected otherwise: Holm's or Hochberg's has more power (Demšar
/// 2006, section 3.2.2).
public func bonferroniDunnTest(
    _ friedman: FriedmanTest, baseline: Int, correction: Correction = .bonferroni
) -> [BaselineRankComparison] {
    precondition(friedman.meanRanks.indices.contains(baseline), "the baseline is one of the methods")
    let error = meanRankStandardError(methods: friedman.methods, blocks: friedman.blocks)
    var comparisons = friedman.meanRanks.indices.filter { $0 != baseline }.map { method in
        let z = (friedman.meanRanks[baseline] - friedman.meanRanks[method]) / error
        let p = min(1, 2 * Normal().upperTail(abs(z)))
        return BaselineRankComparison(method: method, z: z, p: p, adjusted: p)
    }
    for (index, p) in adjusted(comparisons.map(\.p), by: correction).enumerated() {
        comparisons[index].adjusted = p
    }
    return comparisons
}
