import Primitives

/// Published values of bootstrap intervals and standard errors, and SciPy's for given replicates.
enum BootstrapReferences {
    static var all: [ReferenceCheck] { given + exhaustive + mice }

    private static let four: [Double] = [1, 2, 4, 11]

    private static func check(
        _ distribution: BootstrapDistribution?, _ kind: BootstrapKind, level: Double, what: String,
        ends: (Double, Double)
    ) -> [ReferenceCheck] {
        let interval = distribution?.interval(kind, level: level)
        let source = "SciPy 1.17, scipy.stats.bootstrap"
        let percent = Int((100 * level).rounded())
        let name = kind.name.prefix(1).uppercased() + kind.name.dropFirst()
        return [
            ReferenceCheck(
                name, "\(what), lower end at \(percent) %", source: source, expected: ends.0,
                obtained: interval?.lower ?? .nan),
            ReferenceCheck(
                name, "\(what), upper end at \(percent) %", source: source, expected: ends.1,
                obtained: interval?.upper ?? .nan),
        ]
    }

    /// Given replicates, so that nothing depends on chance.
    private static var given: [ReferenceCheck] {
        var distribution = bootstrap(four, replicates: 1)
        distribution?.replicates = (1..<100).map { Double($0 * $0) / 400 }
        let what = "replicates (k/20)², k = 1 … 99, of the mean of 1, 2, 4, 11"
        return check(
            distribution, .biasCorrectedAccelerated, level: 0.9, what: what,
            ends: (0.05115406281570829, 21.016548907280985))
            + check(distribution, .percentile, level: 0.9, what: what, ends: (0.08724999999999998, 22.13725))
            + check(distribution, .basic, level: 0.9, what: what, ends: (-13.137250000000002, 8.91275))
    }

    /// All 4⁴ resamples of four values.
    private static var exhaustive: [ReferenceCheck] {
        var distribution = bootstrap(four, replicates: 1)
        distribution?.replicates = (0..<256).map { index in
            let draws = [index / 64, index / 16 % 4, index / 4 % 4, index % 4]
            return draws.reduce(0) { $0 + four[$1] } / 4
        }
        let what = "all 256 resamples of 1, 2, 4, 11, mean"
        return check(distribution, .biasCorrectedAccelerated, level: 0.95, what: what, ends: (1.75, 9.25))
            + check(distribution, .percentile, level: 0.95, what: what, ends: (1.5, 8.75))
    }

    /// The limit for many replicates: Efron and Tibshirani (1993), table 2.1.
    private static var mice: [ReferenceCheck] {
        let treated: [Double] = [94, 197, 16, 38, 99, 141, 23]
        func error(_ aggregate: Aggregate) -> Double {
            bootstrap(treated, of: aggregate)?.standardError ?? .nan
        }
        let source = "Efron and Tibshirani (1993), table 2.1, B = ∞"
        return [
            ReferenceCheck(
                "Bootstrap standard error", "mean of seven treated mice, 10,000 replicates", source: source,
                expected: 23.36, obtained: error(.mean), tolerance: .within(0.6)),
            ReferenceCheck(
                "Bootstrap standard error", "median of seven treated mice, 10,000 replicates", source: source,
                expected: 37.83, obtained: error(.median), tolerance: .within(1.2)),
        ]
    }
}
