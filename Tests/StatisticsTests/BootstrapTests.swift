import Primitives
import Testing

@testable import Statistics

@Suite("The bootstrap") struct BootstrapTests {
    private let reference: ReferenceFile

    init() throws { reference = try ReferenceFile("bootstrap") }

    private func aggregate(_ name: String?) throws -> Aggregate {
        switch name {
        case "mean": .mean
        case "median": .median
        case "interquartileMean": .interquartileMean
        default: try #require(nil as Aggregate?)
        }
    }

    private func expectIntervals(
        _ distribution: BootstrapDistribution, _ expected: JSONValue?, _ name: String
    ) throws {
        for row in try ReferenceFile.elements(expected) {
            let kind = try #require(row["kind"]?.text.flatMap(BootstrapKind.init(rawValue:)))
            let level = try ReferenceFile.number(row["level"])
            let interval = try #require(distribution.interval(kind, level: level))
            let (lower, upper) = (
                try ReferenceFile.number(row["lower"]), try ReferenceFile.number(row["upper"])
            )
            #expect(abs(interval.lower - lower) <= 1e-10 * max(1, abs(lower)), "\(name), \(kind) at \(level)")
            #expect(abs(interval.upper - upper) <= 1e-10 * max(1, abs(upper)), "\(name), \(kind) at \(level)")
        }
    }

    @Test("intervals from scipy's own replicates are scipy's") func shared() throws {
        for row in try reference.list("shared") {
            let name = try #require(row["name"]?.text)
            let data = try ReferenceFile.rows(row["data"])
            let aggregate = try aggregate(row["aggregate"]?.text)
            // Estimate and acceleration are ours, the replicates SciPy's.
            var distribution = try #require(
                data.count == 1
                    ? bootstrap(data[0], of: aggregate, replicates: 1)
                    : twoSampleBootstrap(data[0], data[1], of: aggregate, replicates: 1))
            distribution.replicates = try Reference.numbers(row["replicates"])
            try expectIntervals(distribution, row["intervals"], name)
            #expect(
                agree(distribution.standardError, try ReferenceFile.number(row["standard_error"]), 1e-12))
        }
    }

    @Test("of all resamples of four values are scipy's") func exhaustive() throws {
        let row = try #require(reference.root["exhaustive"])
        let values = try Reference.numbers(row["data"])
        var distribution = try #require(bootstrap(values, replicates: 1))
        distribution.replicates = (0..<256).map { index in
            mean([index / 64, index / 16 % 4, index / 4 % 4, index % 4].map { values[$0] }) ?? 0
        }
        try expectIntervals(distribution, row["intervals"], "all resamples")
    }

    @Test("standard errors of trimmed means are scipy's") func standardErrors() throws {
        for row in try reference.list("errors") {
            let values = try Reference.numbers(row["values"])
            for (key, aggregate) in [("mean", Aggregate.mean), ("interquartileMean", .interquartileMean)] {
                let distribution = try #require(bootstrap(values, of: aggregate, replicates: 1))
                #expect(
                    agree(try #require(distribution.plugInError), try ReferenceFile.number(row[key]), 1e-12)
                )
            }
        }
    }

    /// 200,000 replicates there and 100,000 here: the ends' own standard errors are below 0.01.
    @Test("many replicates come to the same ends") func convergence() throws {
        let values = try Reference.numbers(reference.root["skewed"])
        let distribution = try #require(bootstrap(values, replicates: 100_000))
        for kind in [BootstrapKind.percentile, .biasCorrectedAccelerated, .studentized] {
            let ends = try Reference.numbers(reference.root["large"]?[kind.rawValue])
            let interval = try #require(distribution.interval(kind))
            #expect(abs(interval.lower - ends[0]) < 0.03 && abs(interval.upper - ends[1]) < 0.03, "\(kind)")
        }
    }

    @Test("replicates have the mean and the variance of the ideal bootstrap") func moments() throws {
        let values = try Reference.numbers(reference.root["skewed"])
        let distribution = try #require(bootstrap(values, replicates: 50_000))
        let count = Double(values.count)
        let ideal = (try #require(sampleVariance(values)) * (count - 1) / count / count).squareRoot()
        #expect(abs(distribution.standardError / ideal - 1) < 0.015)
        #expect(
            abs(try #require(mean(distribution.replicates)) - distribution.estimate)
                < 4 * ideal / 50_000.0.squareRoot())
    }

    @Test("the same seed gives the same interval, whatever the order; another seed another") func seeds()
        throws
    {
        let values: [Double] = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7]
        let first = try #require(bootstrapInterval(values, replicates: 500))
        #expect(bootstrapInterval(values.reversed(), replicates: 500) == first)
        #expect(bootstrapInterval(values, replicates: 500, seed: 1) != first)
        // Draws that are kept and draws that are made anew are the same.
        var kept: [UInt16] = []
        ResampleCounts(size: 7, replicates: 3, seed: 5, name: "test").forEach { _, counts in
            kept += UnsafeBufferPointer(start: counts, count: 7)
        }
        var sampler = IndexSampler(seed: 5, name: "test")
        var drawn = [UInt16](repeating: 0, count: 7)
        var made: [UInt16] = []
        for _ in 0..<3 {
            drawn = [UInt16](repeating: 0, count: 7)
            drawn.withUnsafeMutableBufferPointer { sampler.count(draws: 7, of: 7, into: $0) }
            made += drawn
        }
        #expect(kept == made && kept.reduce(0, +) == 21)
        var streamed = 0
        ResampleCounts(size: 2_000_001, replicates: 1, seed: 0, name: "test").forEach { _, counts in
            streamed = UnsafeBufferPointer(start: counts, count: 2_000_001).reduce(0) { $0 + Int($1) }
        }
        #expect(streamed == 2_000_001)
    }

    @Test("moves and stretches with the data") func equivariance() throws {
        let values: [Double] = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7]
        for kind in BootstrapKind.allCases {
            for aggregate in [Aggregate.mean, .interquartileMean, .fractionalInterquartileMean] {
                let plain = try #require(
                    bootstrapInterval(values, of: aggregate, kind: kind, replicates: 400))
                let moved = try #require(
                    bootstrapInterval(values.map { 4 * $0 + 16 }, of: aggregate, kind: kind, replicates: 400))
                #expect(agree(moved.lower, 4 * plain.lower + 16, 1e-12), "\(kind), \(aggregate)")
                #expect(agree(moved.upper, 4 * plain.upper + 16, 1e-12), "\(kind), \(aggregate)")
            }
        }
    }

    @Test("overlapping splits push both ends away from the estimate") func splits() throws {
        let values: [Double] = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7]
        let centre = try #require(mean(values))
        let plain = try #require(bootstrapInterval(values, replicates: 400))
        let wide = try #require(
            bootstrapInterval(values, replicates: 400, resampling: .repeatedSplits(testToTrain: 0.3)))
        #expect(agree(wide.lower - centre, 2 * (plain.lower - centre), 1e-12))
        #expect(agree(wide.upper - centre, 2 * (plain.upper - centre), 1e-12))
        #expect(
            bootstrapInterval(values, replicates: 400, resampling: .repeatedSplits(testToTrain: 0)) == plain)
    }

    @Test("degenerate samples have an answer, or none that is said") func degenerate() throws {
        #expect(bootstrapInterval([]) == nil && bootstrapInterval([1]) == nil)
        #expect(bootstrapInterval([1, 2], of: .median, kind: .studentized) == nil)
        for kind in [BootstrapKind.percentile, .basic, .biasCorrectedAccelerated, .studentized] {
            #expect(
                bootstrapInterval([0.1, 0.1, 0.1], kind: kind, replicates: 50)
                    == Interval(lower: 0.1, upper: 0.1, level: 0.95))
        }
        // A quarter of the resamples of three values have no spread: their t is infinite.
        #expect(bootstrapInterval([1, 2, 4], kind: .studentized) == nil)
        // No replicate below the estimate: the bias stays finite and the interval within the replicates.
        var distribution = try #require(bootstrap([1, 2, 4, 8], replicates: 1))
        distribution.estimate = 0
        distribution.replicates = [1, 2, 3, 4, 5]
        let interval = try #require(distribution.interval(.biasCorrectedAccelerated))
        #expect(interval.lower >= 1 && interval.upper <= 5 && interval.lower < interval.upper)
        // An acceleration so large that the level's map has a pole.
        distribution.estimate = 3
        distribution.acceleration = 2
        let far = try #require(distribution.interval(.biasCorrectedAccelerated))
        #expect(far.lower >= 1 && far.upper == 5)
    }

    @Test("replicates equal but for rounding count half on either side") func ties() throws {
        var distribution = try #require(bootstrap([0.1, 0.2, 0.3, 0.4], replicates: 1))
        let estimate = distribution.estimate
        distribution.acceleration = 0
        distribution.replicates = [estimate - 0.1, estimate.nextDown, estimate.nextUp, estimate + 0.1]
        let corrected = try #require(distribution.interval(.biasCorrectedAccelerated, level: 0.5))
        let plain = try #require(distribution.interval(.percentile, level: 0.5))
        #expect(agree(corrected.lower, plain.lower) && agree(corrected.upper, plain.upper))
    }

    /// 300 samples of 20 exponential values: a rate below 0.95 by 4 standard errors would be 0.90.
    @Test("covers the mean about as often as it says") func coverage() throws {
        var stream = ExponentialStream(seed: 1)
        var covered = [0, 0]
        for _ in 0..<300 {
            let values = (0..<20).map { _ in stream.next() }
            let distribution = try #require(bootstrap(values, replicates: 400))
            for (index, kind) in [BootstrapKind.biasCorrectedAccelerated, .studentized].enumerated() {
                if try #require(distribution.interval(kind)).contains(1) { covered[index] += 1 }
            }
        }
        #expect(covered[0] > 255 && covered[1] > 270, "\(covered)")
    }
}

@Suite("Order statistics") struct OrderStatisticsTests {
    @Test("selected ones stand where sorting puts them") func selection() {
        var stream = ExponentialStream(seed: 2)
        for count in [1, 2, 3, 10, 101] {
            for digits in [1.0, 1000] {
                let values = (0..<count).map { _ in (stream.next() * digits).rounded() }
                let sorted = values.sorted()
                let ranks = [0, count / 3, count / 2, count - 1]
                var selection = OrderSelection(values)
                selection.place(ranks)
                for rank in ranks { #expect(selection.values[rank] == sorted[rank]) }
            }
        }
        #expect(quantiles(of: [3, .infinity, 1, 2], at: [0, 0.5, 1]) == [1, 2.5, .infinity])
    }
}
