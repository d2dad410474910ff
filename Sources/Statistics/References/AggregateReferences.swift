import Primitives

/// Published values of aggregates, profiles and correlations.
enum AggregateReferences {
    static var all: [ReferenceCheck] { means + improvement + correlation }

    private static var means: [ReferenceCheck] {
        let procedure = "Interquartile mean"
        let rliable = "rliable, its tests and scipy.stats.trim_mean(0.25)"
        return [
            ReferenceCheck(
                procedure, "4 runs × 2 tasks of 1 and 2", source: rliable, expected: 1.5,
                obtained: interquartileMean([1, 2, 2, 2, 1, 1, 2, 1]) ?? .nan),
            ReferenceCheck(
                procedure, "3 runs × 2 tasks of 1, 2 and 3", source: rliable, expected: 2,
                obtained: interquartileMean([1, 1, 2, 2, 3, 3]) ?? .nan),
            ReferenceCheck(
                procedure, "0 … 79", source: rliable, expected: 39.5,
                obtained: interquartileMean((0..<80).map(Double.init)) ?? .nan),
            ReferenceCheck(
                procedure, "squares of 1 … 10", source: "SciPy 1.17, scipy.stats.trim_mean(0.25)",
                expected: 199.0 / 6, obtained: interquartileMean((1...10).map { Double($0 * $0) }) ?? .nan),
            ReferenceCheck(
                "Fractional interquartile mean", "squares of 1 … 10",
                source: "by hand: (9/2 + 16 + 25 + 36 + 49 + 64/2) / 5",
                expected: 32.5,
                obtained: fractionalInterquartileMean((1...10).map { Double($0 * $0) }) ?? .nan),
            ReferenceCheck(
                "Median absolute deviation", "1, 1, 2, 2, 4, 6, 9",
                source: "by hand: the distances are 1 1 0 0 2 4 7",
                expected: 1, obtained: medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]) ?? .nan),
            ReferenceCheck(
                "Median absolute deviation", "1, 1, 2, 2, 4, 6, 9, scaled for the normal",
                source: "SciPy 1.17, scipy.stats.median_abs_deviation(scale=\"normal\")",
                expected: 1.482602218505602,
                obtained: normalConsistentDeviation([1, 1, 2, 2, 4, 6, 9]) ?? .nan),
            ReferenceCheck(
                "Quantile (type 7)", "0.9 of 1, 2, 4, 8, 16", source: "NumPy 2.4, numpy.quantile",
                expected: 12.8,
                obtained: quantile([1, 2, 4, 8, 16], 0.9) ?? .nan),
        ]
    }

    private static var improvement: [ReferenceCheck] {
        [
            ReferenceCheck(
                "Probability of improvement", "4 against 3 runs on 2 tasks", source: "rliable, its tests",
                expected: 1.0 / 3,
                obtained: probabilityOfImprovement([[1, 2, 1, 2], [2, 2, 1, 1]], [[1, 2, 3], [1, 2, 3]])
                    ?? .nan),
            ReferenceCheck(
                "Performance profile (Dolan–Moré)", "AlgoPerf score, times (1, 2) and (2, 1), up to ratio 4",
                source: "by hand: (0.5 · 1 + 1 · 2) / 3", expected: 2.5 / 3,
                obtained: PerformanceRatios(costs: [[1, 2], [2, 1]]).score(solver: 0)),
        ]
    }

    private static var correlation: [ReferenceCheck] {
        // F. Anscombe (1973), "Graphs in statistical analysis", The American Statistician 27.
        let x: [Double] = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
        return [
            ReferenceCheck(
                "Correlation", "Anscombe's first set", source: "Anscombe (1973)", expected: 0.816,
                obtained: pairCorrelation(x, y) ?? .nan, tolerance: .decimals(3)),
            ReferenceCheck(
                "Correlation", "Anscombe's first set", source: "SciPy 1.17, scipy.stats.pearsonr",
                expected: 0.8164205163448395, obtained: pairCorrelation(x, y) ?? .nan),
            ReferenceCheck(
                "Correlation interval (Fisher's z)", "Anscombe's first set, lower end at 95 %",
                source: "SciPy 1.17, scipy.stats.pearsonr", expected: 0.4243912133932152,
                obtained: correlationInterval(pairCorrelation(x, y) ?? 0, pairs: 11)?.lower ?? .nan),
        ]
    }
}
