import Primitives
import Testing

@testable import Statistics

@Suite("The bootstrap of groups") struct GroupedBootstrapTests {
    private let groups: [[Double]] = [[1, 2, 4, 8], [0.5, 0.25, 0.75], [3, 3.5, 5, 5.5, 6]]

    private func populationVariance(_ values: [Double]) throws -> Double {
        try #require(sampleVariance(values)) * Double(values.count - 1) / Double(values.count)
    }

    @Test("within groups has the variance of its definition") func stratified() throws {
        let distribution = try #require(stratifiedBootstrap(groups, replicates: 40_000))
        let ideal = try groups.map { try populationVariance($0) / Double($0.count) }.reduce(0, +) / 9
        #expect(agree(distribution.estimate, (3.75 + 0.5 + 4.6) / 3))
        #expect(abs(distribution.standardError / ideal.squareRoot() - 1) < 0.02)

        // Over values, every group weighs by its size.
        let values = try #require(stratifiedBootstrap(groups, over: .values, replicates: 40_000))
        let pooled = try groups.map { try populationVariance($0) * Double($0.count) }.reduce(0, +) / 144
        #expect(agree(values.estimate, 39.5 / 12))
        #expect(abs(values.standardError / pooled.squareRoot() - 1) < 0.02)
    }

    @Test("of groups and values has the variance of its definition") func hierarchical() throws {
        let distribution = try #require(hierarchicalBootstrap(groups, replicates: 40_000))
        let means = groups.compactMap { mean($0) }
        let within = try groups.map { try populationVariance($0) / Double($0.count) }.reduce(0, +) / 3
        let ideal = (try populationVariance(means) + within) / 3
        #expect(abs(distribution.standardError / ideal.squareRoot() - 1) < 0.02)
        let stratified = try #require(stratifiedBootstrapInterval(groups))
        let interval = try #require(distribution.interval(.biasCorrectedAccelerated))
        #expect(interval.halfWidth > stratified.halfWidth)
    }

    @Test("one group alone is the plain bootstrap") func oneGroup() throws {
        let grouped = try #require(stratifiedBootstrap([groups[0]], over: .values, replicates: 40_000))
        let plain = try #require(bootstrap(groups[0], replicates: 40_000))
        #expect(agree(grouped.acceleration, plain.acceleration, 1e-10))
        #expect(abs(grouped.standardError / plain.standardError - 1) < 0.02)
        let means = try #require(stratifiedBootstrap([groups[0]], replicates: 2))
        #expect(agree(means.acceleration, plain.acceleration, 1e-10))
        #expect(hierarchicalBootstrapInterval([groups[0]]) == nil)
    }

    @Test("aggregates other than the mean agree with their definition on each resample") func definition()
        throws
    {
        // One group with two values: a resample is one of three multisets.
        for statistic in GroupedStatistic.allCases {
            for aggregate in [Aggregate.median, .interquartileMean, .fractionalInterquartileMean] {
                let sample = [[1.0, 2], [10], [4]]
                let possible = [[1.0, 1], [1, 2], [2, 2]].compactMap {
                    statistic.value([$0, [10], [4]], of: aggregate)
                }
                let distribution = try #require(
                    stratifiedBootstrap(sample, of: aggregate, over: statistic, replicates: 200))
                for replicate in distribution.replicates {
                    #expect(possible.contains { abs($0 - replicate) < 1e-12 }, "\(replicate)")
                }
                #expect(Set(distribution.replicates).count == Set(possible).count)
            }
        }
    }

    @Test("empty groups are left out, single values add nothing") func degenerate() throws {
        #expect(stratifiedBootstrapInterval([]) == nil)
        #expect(stratifiedBootstrapInterval([[1], [2]]) == nil)
        #expect(hierarchicalBootstrapInterval([[1, 2], []]) == nil)
        #expect(
            stratifiedBootstrapInterval([groups[0], [], groups[1]], replicates: 100)
                == stratifiedBootstrapInterval([groups[0], groups[1]], replicates: 100))
        #expect(stratifiedBootstrapInterval(groups, kind: .studentized) == nil)
        let interval = try #require(hierarchicalBootstrapInterval([[1], [2], [4]], replicates: 100))
        #expect(interval.lower >= 1 && interval.upper <= 4)
    }

    @Test("rliable's intervals from 20,000 replicates") func rliable() throws {
        let row = try #require(ReferenceFile("bootstrap").root["rliable"])
        let tasks = try ReferenceFile.rows(row["a"])
        for (key, aggregate, statistic) in [
            ("interquartileMean", Aggregate.interquartileMean, GroupedStatistic.values),
            ("mean", .mean, .groupMeans), ("median", .median, .groupMeans),
        ] {
            let distribution = try #require(stratifiedBootstrap(tasks, of: aggregate, over: statistic))
            #expect(agree(distribution.estimate, try ReferenceFile.number(row[key]?["estimate"]), 1e-12))
            let ends = try Reference.numbers(row[key]?["interval"])
            let interval = try #require(distribution.interval(.percentile))
            #expect(
                abs(interval.lower - ends[0]) < 0.01 && abs(interval.upper - ends[1]) < 0.01,
                "\(key): \(interval) \(ends)")
        }
    }
}

@Suite("The probability of improvement") struct ProbabilityOfImprovementTests {
    @Test("is rliable's, interval included") func reference() throws {
        // Runs of two tasks, from rliable's tests: 1/4 + 1/2 · 2/4 … over 12 pairs in each task.
        let x: [[Double]] = [[1, 2, 1, 2], [2, 2, 1, 1]]
        let y: [[Double]] = [[1, 2, 3], [1, 2, 3]]
        #expect(agree(try #require(probabilityOfImprovement(x, y)), 1.0 / 3))
        #expect(agree(try #require(probabilityOfImprovement(y, x)), 2.0 / 3))
        let row = try #require(ReferenceFile("bootstrap").root["rliable"])
        let a = try ReferenceFile.rows(row["a"])
        let b = try ReferenceFile.rows(row["b"])
        let expected = try #require(row["improvement"])
        #expect(
            agree(
                try #require(probabilityOfImprovement(a, b)),
                try ReferenceFile.number(expected["estimate"]),
                1e-12))
        let ends = try Reference.numbers(expected["interval"])
        let interval = try #require(probabilityOfImprovementInterval(a, b))
        #expect(abs(interval.lower - ends[0]) < 0.01 && abs(interval.upper - ends[1]) < 0.01)
    }

    @Test("ties count half, empty groups not at all") func ties() {
        #expect(probabilityOfImprovement([1, 1], [1, 1]) == 0.5)
        #expect(probabilityOfImprovement([2, 3], [0, 1]) == 1)
        #expect(probabilityOfImprovement([], [1]) == nil)
        #expect(probabilityOfImprovement([[], [2]], [[1], [1]]) == 1)
        #expect(probabilityOfImprovementInterval([[1]], [[2]]) == nil)
    }

    @Test("its replicates are those of resampled pairs") func replicates() throws {
        // Two against one: a resample of [0, 2] against [1] gives 0, ½ or 1.
        let distribution = try #require(
            probabilityOfImprovementBootstrap([[0, 2]], [[1]], replicates: 2_000))
        #expect(Set(distribution.replicates) == [0, 0.5, 1])
        #expect(abs(try #require(mean(distribution.replicates)) - 0.5) < 0.04)
        // Leaving out either of [0, 2] gives 1 or 0: no skewness, hence no acceleration.
        #expect(distribution.acceleration == 0)
        let skewed = try #require(
            probabilityOfImprovementBootstrap([[0, 0, 0, 2]], [[1, 3]], replicates: 10))
        // By hand: P = 1/8; the jackknife over a gives 1/6, 1/6, 1/6, 0 and over b 1/4, 0.
        let expected = BootstrapDistribution.acceleration(leavingOut: [
            [1.0 / 6, 1.0 / 6, 1.0 / 6, 0], [0, 0.25],
        ])
        #expect(agree(skewed.acceleration, expected, 1e-10) && expected != 0)
    }
}

@Suite("Performance profiles") struct PerformanceProfileTests {
    @Test("are rliable's, bands included") func reference() throws {
        let row = try #require(ReferenceFile("bootstrap").root["rliable"])
        let expected = try #require(row["profile"])
        let profile = try #require(
            performanceProfile(
                ReferenceFile.rows(row["a"]), thresholds: Reference.numbers(expected["thresholds"]),
                replicates: 20_000))
        for (share, value) in zip(profile.shares, try Reference.numbers(expected["shares"])) {
            #expect(abs(share - value) < 1e-12)
        }
        let bands = try ReferenceFile.rows(expected["bands"])
        for (index, band) in try #require(profile.bands).enumerated() {
            #expect(abs(band.lower - bands[0][index]) < 0.026 && abs(band.upper - bands[1][index]) < 0.026)
        }
    }

    @Test("a score equal to the threshold is not above it") func strict() throws {
        let profile = try #require(performanceProfile([1, 2, 2, 3], thresholds: [0, 1, 2, 2.5, 3]))
        #expect(profile.shares == [1, 0.75, 0.25, 0.25, 0] && profile.bands == nil)
        #expect(performanceProfile([Double](), thresholds: [1]) == nil)
        // Groups weigh the same, whatever their sizes.
        let grouped = try #require(performanceProfile([[1, 1, 1], [3]], thresholds: [2]))
        #expect(grouped.shares == [0.5])
    }

    @Test("AlgoPerf's score of two submissions on two workloads") func algoPerf() {
        let ratios = PerformanceRatios(costs: [[1, 2], [2, 1]])
        #expect(ratios.ratios == [[1, 2], [2, 1]])
        #expect(ratios.share(solver: 0, within: 1.5) == 0.5 && ratios.share(solver: 0, within: 2) == 1)
        #expect(agree(ratios.score(solver: 0), 2.5 / 3) && agree(ratios.score(solver: 1), 2.5 / 3))
    }

    @Test("a failure is infinitely far from the best") func failures() {
        let ratios = PerformanceRatios(costs: [[1, nil], [nil, nil], [3, 1]])
        #expect(ratios.ratios == [[1, .infinity], [.infinity, .infinity], [3, 1]])
        #expect(ratios.share(solver: 1, within: .infinity) == 1.0 / 3)
        #expect(agree(ratios.score(solver: 0, upTo: 5), (1 + 0 + 0.5) / 3))
        #expect(PerformanceRatios(costs: []).score(solver: 0) == 0)
    }
}
