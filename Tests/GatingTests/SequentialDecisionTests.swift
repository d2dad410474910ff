import Primitives
import Records
import Statistics
import Testing

@testable import Gating

@Suite("A gate that is looked at as often as one likes") struct SequentialDecisionTests {
    private typealias Sides = DecisionSides

    @Test("its p-values are those of the confidence sequence, in the order of the seeds") func p() throws {
        let values = [-0.021, -0.03, -0.008, -0.025, -0.017, -0.02, -0.012, -0.028]
        var sides = Sides.pair([("m", values)])
        for index in 0..<2 {
            // The order of the file does not count.
            if index == 1 { sides.candidate.configurations[0].cells.reverse() }
            let decision = Sides.decide(sides, sequential: true)
            let row = try #require(Sides.row(decision, "test.accuracy:m"))
            let differences = zip(Sides.base, values).map { ($0 + $1) - $0 }
            #expect(row.pWorse == ConfidenceSequence().p(differences, below: 0))
            #expect(row.pWithinMargin == ConfidenceSequence().p(differences, above: -0.01))
            #expect(row.verdict == .regressed && decision.isSequential)
            #expect(row.difference?.interval == ConfidenceSequence(level: 0.95).interval(differences))
        }
    }

    @Test("a p-value never grows, so that a decision stands") func monotone() {
        let simulation = GateSimulation(differences: [-0.004, 0.02], seeds: 25, deviation: 0.01)
        for number in 0..<5 {
            let (baseline, candidate) = simulation.store(number)
            var last = [1.0, 1, 1, 1]
            for count in 2...25 {
                let decision = Sides.decide(
                    (baseline.prefix(count), candidate.prefix(count)), GateSimulation.rules(margin: 0.01),
                    sequential: true)
                let rows = decision.rows.filter { $0.id.hasPrefix("test.") }
                let p = rows.compactMap(\.pWithinMargin) + rows.compactMap(\.pWorse)
                #expect(p.count == 4 && zip(p, last).allSatisfy { $0 <= $1 })
                last = p
            }
        }
    }

    @Test("equal differences need five pairs here too") func alike() throws {
        for count in 2...5 {
            let sides = Sides.pair([("m", [Double](repeating: -0.5, count: count))])
            let row = try #require(Sides.row(Sides.decide(sides, sequential: true), "test.accuracy:m"))
            #expect(row.verdict == (count < 5 ? .inconclusive : .regressed))
        }
    }

    /// scipy 1.17.1: brentq over nct.sf(t.isf(α, n − 1), n − 1, d √n) − 0.8, with α = 0.05 / 4.
    @Test("the pairs needed are those of the noncentral t") func needed() throws {
        let planner = PairsNeeded(alpha: 0.05, power: 0.8, familySize: 4, isSequential: false)
        let deviation = 0.014613472257768562
        #expect(planner.pairs(gain: -0.001875, deviation: deviation, margin: 0.01, present: 8) == 34)
        // Nearer to the margin than to 0, "worse" is the easier thing to show.
        let worse = try #require(planner.pairs(gain: -0.0095, deviation: deviation, margin: 0.01, present: 8))
        let mirrored = planner.pairs(gain: 0.0095 - 0.01, deviation: deviation, margin: 0.01, present: 8)
        #expect(worse == mirrored && worse > 8)
        #expect(planner.pairs(gain: -0.001, deviation: 0, margin: 0.01, present: 8) == nil)
        #expect(planner.pairs(gain: 0, deviation: 100, margin: 0.01, present: 8) == nil)
        // Never fewer than there are, which did not decide it.
        #expect(planner.pairs(gain: 0, deviation: 0.001, margin: 0.01, present: 50) == 51)
        let always = PairsNeeded(alpha: 0.05, power: 0.8, familySize: 4, isSequential: true)
        let more = try #require(always.pairs(gain: -0.001875, deviation: deviation, margin: 0.01, present: 8))
        #expect(more > 34 && more < 100)
    }

    /// With as many seeds as it names, about as many gates decide as the power says.
    @Test("the pairs needed decide as often as they claim", arguments: [false, true])
    func neededIsEnough(_ isSequential: Bool) throws {
        let planner = PairsNeeded(alpha: 0.05, power: 0.8, familySize: 1, isSequential: isSequential)
        let seeds = try #require(planner.pairs(gain: 0, deviation: 0.02, margin: 0.01, present: 2))
        let simulation = GateSimulation(differences: [0], seeds: seeds, deviationOfDifferences: 0.02)
        var passed = 0
        for number in 0..<400 {
            let row = Sides.decide(
                simulation.store(number), GateSimulation.rules(margin: 0.01), sequential: isSequential
            ).rows[1]
            if try #require(row.pWithinMargin) <= 0.05 { passed += 1 }
        }
        let interval = try #require(clopperPearson(successes: passed, of: 400, level: 0.99))
        // Looking all the time finds a little more than the last look alone.
        #expect(
            interval.upper > 0.78 && interval.lower < (isSequential ? 0.9 : 0.82),
            "\(passed) of 400, \(seeds) seeds")
    }
}
