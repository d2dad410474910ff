import Statistics

/// The difference of two methods measured on the same seeds, with everything that the report says of it.
struct Contrast: Sendable, Hashable {
    /// What the test of "no difference" gave.
    enum Test: Sendable, Hashable {
        /// A two-sided p-value.
        case decided(p: Double)
        /// Every pair's two values are equal to the last bit: there is nothing to test.
        case identical
        /// Every pair differs by the same amount (to within rounding): without spread there is no p-value.
        case constant
        /// One pair only, or nothing is known of how the values came about.
        case tooFewPairs
    }

    /// What stands for the differences method − baseline, with its interval.
    var estimate: Estimate
    /// The test's outcome.
    var test: Test
    /// The mean difference in standard deviations of the differences, with the small-sample correction (Hedges' g of
    /// pairs), and its interval.
    var effect: Estimate?
    /// The chance that a run of the method has a larger value than a run of the baseline, ties counted half (A12).
    var superiority: Double?
    /// The correlation of the pairs' two values; nil where one of them has no spread.
    var correlation: Double?
    /// The standard deviation of the differences; nil for one pair.
    var deviation: Double?
    /// The p-value of "the difference is at least the margin" (two one-sided tests); nil without a margin.
    var equivalenceP: Double?

    /// The two-sided p-value, where there is one.
    var p: Double? {
        if case .decided(let p) = test { p } else { nil }
    }

    /// How many independent seeds one pair is worth: 1 / (1 − ρ).
    var seedsWorth: Double? {
        // 1 but for rounding is 1, and such a pair is worth any number of seeds.
        guard let correlation, correlation < 1 - 1e-12 else { return nil }
        return 1 / (1 - correlation)
    }
}
