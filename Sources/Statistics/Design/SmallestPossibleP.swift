/// A two-sided test on paired differences.
public enum PairedTest: Sendable, Hashable, CaseIterable {
    /// The paired t test, whose p-value has no lower limit.
    case t
    /// The sign test.
    case sign
    /// Wilcoxon's signed-rank test with its exact distribution.
    case signedRank
    /// The permutation test over all sign changes.
    case permutation
}

/// The smallest two-sided p-value that a test can give with so many pairs, none of them tied: 2 / 2ⁿ for the
/// tests on signs and ranks, reached when all differences have one sign, and 0 for the t test.
///
/// So five pairs cannot go below 0.0625, whatever the methods do. 1 with fewer than one pair (two for the t
/// test).
public func smallestPossibleP(pairs: Int, of test: PairedTest) -> Double {
    precondition(pairs >= 0, "a number of pairs is not negative")
    if test == .t { return pairs >= 2 ? 0 : 1 }
    if pairs == 0 { return 1 }
    return Double(sign: .plus, exponent: max(1 - pairs, -1074), significand: 1)
}

/// The fewest pairs with which a test can give a p-value at most `threshold`.
public func fewestPairs(reaching threshold: Double, of test: PairedTest) -> Int {
    precondition(threshold > 0 && threshold <= 1, "a significance threshold lies between 0 and 1")
    return (0...1075).first { smallestPossibleP(pairs: $0, of: test) <= threshold } ?? 1075
}

extension PairedDesign {
    /// The smallest p-value that a test can give in this design, before any correction; it is of no use above
    /// `thresholdOfOne`.
    public func smallestPossibleP(of test: PairedTest) -> Double {
        Statistics.smallestPossibleP(pairs: pairs, of: test)
    }

    /// Whether a test can call any difference significant in this design, over the whole family.
    public func canReachThreshold(by test: PairedTest) -> Bool {
        smallestPossibleP(of: test) <= thresholdOfOne
    }
}
