import Gating
import Primitives
import Records
import Statistics
import Testing

@Suite("What a gate says of costs") struct CostDecisionTests {
    private typealias Sides = DecisionSides

    private func row(
        _ cost: GateRules.Cost, _ old: [[Double]], _ new: [[Double]], margin: Double = 0.1
    ) throws -> GateDecision.Row {
        func side(_ values: [[Double]]) -> GateMeasurements {
            Sides.side(
                values.enumerated().map { index, values in
                    Sides.configuration("m", dataset: "d\(index)", [0.8], side: "x", costs: [cost: values])
                })
        }
        let decision = Sides.decide(
            (side(old), side(new)), Sides.rules { $0.costs = [.init(cost: cost, margin: margin)] })
        return try #require(decision.rows.last)
    }

    @Test("memory is exact: the sums are held against the margin") func memory() throws {
        func verdict(_ new: [[Double]]) throws -> GateVerdict {
            try self.row(.memory, [[1000], [2000]], new).verdict
        }
        #expect(try verdict([[1000], [2000]]) == .pass)
        #expect(try verdict([[1300], [2000]]) == .pass)
        #expect(try verdict([[1301], [2000]]) == .regressed)
        #expect(try verdict([[1000], [1699]]) == .improved)
        // 0.29 · 100 is less than 29 in floating point.
        #expect(try self.row(.memory, [[100]], [[129]], margin: 0.29).verdict == .pass)
        #expect(try self.row(.memory, [[100]], [[71]], margin: 0.29).verdict == .pass)
        let more = try self.row(.memory, [[1000], [2000]], [[1500], [2000]])
        #expect(
            more.id == "memory:m" && more.reason == .worse && more.margin == 300
                && more.difference?.mean == 500)
        #expect(
            more.sentence
                == "memory of m: 3000 bytes before, 3500 now (+16.7 %), more than the margin of 10 % allows.")
    }

    /// scipy 1.17.1: ttest_ind(log(new) + shift, log(old), equal_var=False, alternative=…), with the shift −m.
    @Test("speed is tested by Welch's t of logarithms") func speed() throws {
        let old = [1.02, 0.98, 1.05, 1.01, 0.97]
        let slow = try row(.speed, [old], [[0.70, 0.73, 0.69, 0.72, 0.71]])
        #expect(slow.verdict == .regressed && slow.reason == .worse && slow.pairs == 5)
        #expect(abs(try #require(slow.margin) - 0.10536051565782628) < 1e-15)
        #expect(abs(try #require(slow.pWorse) - 9.264291342860257e-07) < 1e-15)
        #expect(try row(.speed, [old], [[1.01, 0.99, 1.04, 1.0, 0.98]]).verdict == .pass)
        #expect(try row(.speed, [old], [[1.30, 1.27, 1.33, 1.29, 1.31]]).verdict == .improved)
        // Faster beyond doubt, and not by the margin.
        #expect(try row(.speed, [old], [[1.05, 1.06, 1.05, 1.06, 1.055]]).verdict == .pass)
        #expect(
            try row(.speed, [[1.05, 1.06, 1.05, 1.06, 1.055]], [[1, 1.01, 1, 1.01, 1.005]]).verdict == .pass)
        let open = try row(.speed, [old], [[0.90, 0.93, 0.86, 0.95, 0.88]])
        #expect(open.verdict == .inconclusive && open.reason == .undecided)
        #expect(try #require(open.pairsNeeded) > 5)
        let mirrored = try row(.speed, [[0.70, 0.73, 0.69, 0.72, 0.71]], [old])
        #expect(mirrored.verdict == .improved)
    }

    @Test("one repetition, or a few that are all alike, decide nothing") func fewRepetitions() throws {
        #expect(try row(.speed, [[1]], [[0.2]]).reason == .tooFewPairs)
        #expect(try row(.speed, [[1, 1, 1]], [[0.2, 0.2, 0.2]]).reason == .tooFewPairs)
        #expect(try row(.speed, [[1, 1, 1, 1, 1]], [[0.2, 0.2, 0.2, 0.2, 0.2]]).verdict == .regressed)
    }

    @Test("repetitions that are all alike have p = 2⁻ᴶ, which a family multiplies") func alikeInFamilies()
        throws
    {
        func side(_ value: Double) -> GateMeasurements {
            Sides.side(
                ["a", "b"].map {
                    Sides.configuration(
                        $0, [0.5], side: "s", costs: [.speed: [Double](repeating: value, count: 5)])
                })
        }
        let rules = Sides.rules { $0.costs = [.init(cost: .speed, margin: 0.1)] }
        let row = try #require(Sides.row(Sides.decide((side(1), side(0.2)), rules), "speed:a"))
        #expect(row.pWorse == 0.0625 && row.verdict == .inconclusive && row.pairsNeeded == 6)
    }

    @Test("costs that one side lacks") func lacking() throws {
        for cost in GateRules.Cost.allCases {
            let missing = try row(cost, [[]], [[1, 1.1]])
            #expect(missing.verdict == .incomparable && missing.reason == .notInBaseline)
            let lost = try row(cost, [[1, 1.1]], [[]])
            #expect(lost.verdict == .nothingMeasured && lost.reason == .noPairs)
            let nowhere = try row(cost, [[]], [[]])
            #expect(nowhere.verdict == .nothingMeasured && nowhere.id == "\(cost.rawValue):all")
            #expect(try row(cost, [[.nan, 0, -1]], [[1]]).reason == .notInBaseline)
        }
        let part = try row(.memory, [[10], [20]], [[10], []])
        #expect(part.verdict == .nothingMeasured && part.sentence.contains("any more for d1 / mlp / m"))
    }
}
