import Numerics
import Statistics

/// How often an interval contains what it is an interval for.
enum IntervalCoverage {
    /// An interval that reports print or can be told to print.
    struct Procedure {
        /// Its name, with what it is for.
        var name: String
        /// What it should contain, for values of that law.
        var truth: @Sendable (SimulatedLaw) -> Double
        /// The interval; nil where it refuses.
        var interval: @Sendable ([Double]) -> Interval?
    }

    /// Those of one sample: a method's values, or differences of pairs.
    static let procedures: [Procedure] = {
        let mean: @Sendable (SimulatedLaw) -> Double = { _ in 0 }
        let median: @Sendable (SimulatedLaw) -> Double = { $0.median }
        let middle: @Sendable (SimulatedLaw) -> Double = { $0.interquartileMean }
        func bootstrapped(
            _ name: String, _ aggregate: Aggregate, _ kind: BootstrapKind,
            _ truth: @escaping @Sendable (SimulatedLaw) -> Double
        ) -> Procedure {
            Procedure(name: name, truth: truth) {
                bootstrapInterval($0, of: aggregate, kind: kind, replicates: 2_000)
            }
        }
        return [
            Procedure(name: "mean, t", truth: mean) { tInterval($0) },
            bootstrapped("mean, percentile", .mean, .percentile, mean),
            bootstrapped("mean, BCa", .mean, .biasCorrectedAccelerated, mean),
            bootstrapped("mean, studentised", .mean, .studentized, mean),
            bootstrapped("median, percentile", .median, .percentile, median),
            bootstrapped("median, BCa", .median, .biasCorrectedAccelerated, median),
            bootstrapped("IQM, percentile", .interquartileMean, .percentile, middle),
            bootstrapped("IQM, BCa", .interquartileMean, .biasCorrectedAccelerated, middle),
        ]
    }()

    /// How often a procedure's interval contains the truth; one that is refused does not.
    static func rate(
        _ procedure: Procedure, law: SimulatedLaw, values count: Int, repetitions: Int
    ) -> SimulatedRate {
        var rate = SimulatedRate()
        let truth = procedure.truth(law)
        for repetition in 0..<repetitions {
            // The same values for every procedure.
            var stream = RandomStream(seed: repetition, name: "coverage \(law.rawValue) \(count)")
            let values = (0..<count).map { _ in law.draw(&stream) }
            rate.add(procedure.interval(values)?.contains(truth) ?? false)
        }
        return rate
    }
}
