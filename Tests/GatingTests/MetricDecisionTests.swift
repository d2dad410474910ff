import Gating
import Primitives
import Records
import Statistics
import Testing

@Suite("What a gate says of metrics") struct MetricDecisionTests {
    private typealias Sides = DecisionSides

    /// One method of each fate; the numbers below are those of scipy and statsmodels for these differences.
    private let fates: [(method: String, values: [Double])] = [
        ("a", [-0.021, -0.03, -0.008, -0.025, -0.017, -0.02, -0.012, -0.028]),
        ("b", [0.001, -0.002, 0.003, -0.001, 0, 0.002, -0.003, 0.001]),
        ("c", [-0.02, 0.015, -0.01, 0.02, -0.015, 0.005, -0.012, 0.002]),
        ("d", [0.02, 0.031, 0.012, 0.025, 0.018, 0.022, 0.016, 0.027]),
    ]

    private func row(_ decision: GateDecision, _ method: String) throws -> GateDecision.Row {
        try #require(Sides.row(decision, "test.accuracy:\(method)"))
    }

    /// scipy 1.17.1: ttest_1samp(d, −0.01, alternative="greater"), (d, 0, "less"), (d, 0, "greater"); statsmodels
    /// 0.15.0: multipletests(p, method="holm").
    @Test("p-values are scipy's, after the correction of statsmodels") func reference() throws {
        let decision = Sides.decide(Sides.pair(fates))
        let within = [
            0.9964453106372078, 3.8072661623074643e-06, 0.15981124332344976, 3.8072661623074643e-06,
        ]
        let worse = [0.00028254393107050255, 1, 1, 1]
        let better = [1, 1, 1, 4.976649047664706e-05]
        for (index, method) in ["a", "b", "c", "d"].enumerated() {
            let row = try self.row(decision, method)
            let pairs = [
                (row.pWithinMargin, within[index]), (row.pWorse, worse[index]), (row.pBetter, better[index]),
            ]
            for (ours, theirs) in pairs {
                #expect(abs(try #require(ours) - theirs) <= 1e-9 * theirs, "\(method)")
            }
        }
        let interval = try #require(try row(decision, "a").difference?.interval)
        #expect(abs(interval.lower + 0.025231803155858837) < 1e-12)
        #expect(abs(interval.upper + 0.015018196844141202) < 1e-12)
        #expect(abs(interval.level - 0.9) < 1e-12)
        // nct and brentq: 33.31 pairs show c to be within the margin at α / 4, 579.9 would show it to be worse.
        #expect(try row(decision, "c").pairsNeeded == 34)
    }

    @Test("each fate has its verdict, and the worst is that of the gate") func verdicts() throws {
        let decision = Sides.decide(Sides.pair(fates))
        let said = try ["a", "b", "c", "d"].map { try row(decision, $0) }
        #expect(said.map(\.verdict) == [.regressed, .pass, .inconclusive, .improved])
        #expect(said.map(\.reason) == [.worse, .withinMargin, .undecided, .better])
        #expect(decision.verdict == .regressed && decision.familySize == 4)
        #expect(decision.comparedCells == 32 && decision.identicalCells == 0)
        #expect(decision.undecidedConfigurations == [Sides.labels("c")])
        #expect(
            said[0].sentence
                == "test accuracy of a: −0.0201 ± 0.0051 over 8 seeds, worse (p = 0.00028, Holm over 4), and on average "
                + "beyond the margin of 0.01.")
        #expect(
            said[2].sentence
                == "test accuracy of c: −0.0019 ± 0.0098 over 8 seeds, neither shown to be within the margin of 0.01 "
                + "(p = 0.16, Holm over 4) nor to be worse (p = 1, Holm over 4); about 34 seeds would decide it."
        )
        #expect(Sides.decide(Sides.pair([fates[3]])).verdict == .improved)
        #expect(Sides.decide(Sides.pair([fates[1]])).verdict == .pass)
        #expect(Sides.decide(Sides.pair([fates[2]])).verdict == .inconclusive)
    }

    @Test("swapping the sides swaps better and worse") func mirrored() throws {
        let sides = Sides.pair(fates)
        let decision = Sides.decide((sides.candidate, sides.baseline))
        #expect(try row(decision, "a").verdict == .improved)
        #expect(try row(decision, "d").verdict == .regressed)
        let there = Sides.decide(sides)
        for method in ["a", "b", "c", "d"] {
            let (p, q) = (try row(there, method).pWorse, try row(decision, method).pBetter)
            #expect(abs(try #require(p) - #require(q)) < 1e-12)
        }
    }

    @Test("where lower is better, more is worse") func lowerIsBetter() throws {
        func decide(_ sign: Double) -> GateDecision {
            let values = fates[0].values
            let old = Sides.configuration("a", values.map { _ in 0.5 }, side: "old", measure: Sides.loss)
            let new = Sides.configuration(
                "a", values.map { 0.5 + sign * $0 }, side: "new", measure: Sides.loss)
            let rules = GateRules(
                metrics: [.init(measure: Sides.loss, direction: .lower, margin: .absolute(0.01))])
            return Sides.decide((Sides.side([old]), Sides.side([new])), rules)
        }
        #expect(decide(1).verdict == .improved && decide(-1).verdict == .regressed)
    }

    @Test("the same bits pass at once, with one seed and outside the family") func identical() throws {
        var sides = Sides.pair([fates[0]])
        sides.baseline.configurations +=
            Sides.side([Sides.configuration("same", [0.7], side: "x")]).configurations
        sides.candidate.configurations +=
            Sides.side([Sides.configuration("same", [0.7], side: "x")]).configurations
        let decision = Sides.decide(sides)
        let same = try row(decision, "same")
        #expect(same.verdict == .pass && same.reason == .identical && same.pWithinMargin == nil)
        #expect(decision.familySize == 1 && decision.identicalCells == 1)
        #expect(same.sentence == "test accuracy of same: the same bits on 1 seed.")
    }

    @Test("equal values of other parameters, and equal parameters with other values, are not the same bits")
    func halfIdentical() throws {
        func verdict(_ value: Double, _ bits: String) throws -> GateDecision.Row {
            let labels = Sides.labels("m")
            func side(_ value: Double, _ bits: String) -> GateMeasurements {
                Sides.side([
                    .init(
                        labels: labels, specification: Sides.specification(labels),
                        cells: [Sides.cell(0, [Sides.accuracy: value], side: "", bits: bits)])
                ])
            }
            return try row(Sides.decide((side(0.5, "one"), side(value, bits))), "m")
        }
        #expect(try verdict(0.5, "one").reason == .identical)
        #expect(try verdict(0.5, "two").reason == .tooFewPairs)
        #expect(try verdict(0.6, "one").reason == .tooFewPairs)
    }

    @Test("a row is identical only where all its configurations are") func partlyIdentical() throws {
        func side(_ name: String, _ shift: Double) -> GateMeasurements {
            let values = [0.8, 0.82, 0.79, 0.81, 0.8, 0.83]
            let moved = values.enumerated().map { $1 + shift * (1 + 0.1 * Double($0)) }
            return Sides.side([
                Sides.configuration("m", dataset: "a", values, side: "same"),
                Sides.configuration("m", dataset: "b", moved, side: name),
            ])
        }
        let decision = Sides.decide((side("old", 0), side("new", -0.1)))
        let row = try self.row(decision, "m")
        #expect(row.verdict == .regressed && row.identicalPairs == 0 && decision.identicalCells == 6)
    }

    @Test("one seed decides nothing, and says what would be needed") func oneSeed() throws {
        let decision = Sides.decide(Sides.pair([("m", [-0.5])]))
        let row = try self.row(decision, "m")
        #expect(row.verdict == .inconclusive && row.reason == .tooFewPairs && row.pairsNeeded == nil)
        #expect(row.pWithinMargin == nil && decision.familySize == 1)
        #expect(
            row.sentence
                == "test accuracy of m: −0.5000 over 1 seed, too few for a test, which needs 2 seeds at least "
                + "(5 where all differ alike).")
        #expect(decision.verdict == .inconclusive && decision.exitCode == .inconclusive)
    }

    @Test(
        "differences that are all alike need five pairs",
        arguments: [(0.0, GateVerdict.pass), (-0.5, .regressed)])
    func alike(_ difference: Double, _ verdict: GateVerdict) throws {
        for count in 2...6 {
            let values = [Double](repeating: difference, count: count)
            let row = try self.row(Sides.decide(Sides.pair([("m", values)])), "m")
            #expect(row.reason == (count < 5 ? .tooFewPairs : verdict == .pass ? .withinMargin : .worse))
            #expect(row.verdict == (count < 5 ? .inconclusive : verdict))
        }
    }

    @Test("differences that are all alike have p = 2⁻ᴶ, which a family multiplies") func alikeInFamilies()
        throws
    {
        let five = [Double](repeating: 0, count: 5)
        let one = Sides.decide(Sides.pair([("a", five)]))
        #expect(try row(one, "a").pWithinMargin == 0.03125)
        let two = Sides.decide(Sides.pair([("a", five), ("b", five)]))
        let open = try row(two, "b")
        #expect(open.pWithinMargin == 0.0625 && open.verdict == .inconclusive && open.pairsNeeded == 6)
    }

    /// Of 0.57 and 0.56 the difference is less than 0.01 in floating point, of 0.5 and 0.49 it is more.
    @Test(
        "a common difference of the margin is not within it, however it rounds",
        arguments: [false, true],
        [[0.57, 0.69, 0.82, 0.94, 0.57, 0.69], [0.57, 0.5, 0.69, 0.51, 0.52, 0.53]])
    func alikeAtTheMargin(_ isSequential: Bool, _ values: [Double]) throws {
        let old = Sides.configuration("m", values, side: "old")
        let new = Sides.configuration("m", values.map { ($0 * 100 - 1).rounded() / 100 }, side: "new")
        let decision = Sides.decide((Sides.side([old]), Sides.side([new])), sequential: isSequential)
        let row = try self.row(decision, "m")
        #expect(row.difference?.standardError == 0)
        #expect(row.verdict == .regressed && row.pWithinMargin == 1)
    }

    @Test("a relative margin is a share of the baseline's mean; of 0 it is 0") func relative() throws {
        let rules = Sides.rules(.relative(0.05))
        let decision = Sides.decide(Sides.pair([fates[0]]), rules)
        #expect(abs(try #require(try row(decision, "a").margin) - 0.05 * 0.80625) < 1e-12)
        #expect(try row(decision, "a").verdict == .pass)
        let zero = Sides.decide(
            Sides.pair([("z", [-0.01, 0.02, 0.01, -0.02, 0.005])], base: [0, 0, 0, 0, 0]), rules)
        let row = try self.row(zero, "z")
        #expect(row.margin == 0 && row.verdict == .inconclusive)
        #expect(row.sentence.contains("the margin is 0 as the baseline's mean is 0"))
    }

    @Test("the seed is the unit: configurations of a row are averaged first") func averaged() throws {
        // Two datasets whose noise cancels seed by seed: the averages barely scatter.
        let noise = [0.05, -0.04, 0.03, -0.05, 0.02, -0.03]
        func configurations(_ side: String, _ sign: Double, _ shift: Double) -> [GateMeasurements
            .Configuration]
        {
            ["a", "b"].enumerated().map { index, dataset in
                let own = noise.enumerated().map {
                    0.8 + shift + sign * (index == 0 ? 1 : -1) * $1 + 0.0001 * shift * Double($0)
                }
                return Sides.configuration("m", dataset: dataset, own, side: side)
            }
        }
        let sides = (Sides.side(configurations("old", 0, 0)), Sides.side(configurations("new", 1, -0.004)))
        let row = try self.row(Sides.decide(sides), "m")
        #expect(row.pairs == 6 && row.verdict == .pass)
        #expect(try #require(row.difference?.standardError) < 1e-6)
        let each = Sides.decide(sides, Sides.rules(scope: .configuration))
        #expect(
            each.rows.filter { $0.id.hasPrefix("test.accuracy:") }.map(\.verdict) == [
                .inconclusive, .inconclusive,
            ])
        #expect(each.rows.map(\.id).contains("test.accuracy:b/mlp/m"))
        let whole = Sides.decide(sides, Sides.rules(scope: .suite))
        #expect(Sides.row(whole, "test.accuracy:all")?.pairs == 6)
    }

    @Test("the order of configurations and cells changes nothing") func permuted() {
        let sides = Sides.pair(fates)
        func shuffled(_ side: GateMeasurements) -> GateMeasurements {
            var side = side
            side.configurations.reverse()
            for index in side.configurations.indices { side.configurations[index].cells.reverse() }
            return side
        }
        for rules in [Sides.rules(), Sides.rules(scope: .configuration), Sides.rules(scope: .suite)] {
            let decision = Sides.decide(sides, rules)
            #expect(Sides.decide((shuffled(sides.baseline), shuffled(sides.candidate)), rules) == decision)
            #expect(
                Sides.decide((sides.baseline, shuffled(sides.candidate)), rules, sequential: true)
                    == Sides.decide(sides, rules, sequential: true))
        }
    }

    @Test("ids are unique whatever labels hold, and for a measure that is named twice") func ids() {
        var configurations: [GateMeasurements.Configuration] = []
        for (dataset, method) in [("a/mlp/b", "c"), ("a", "b/mlp/c"), ("a%2Fmlp", "b:c#2")] {
            configurations.append(Sides.configuration(method, dataset: dataset, [0.5, 0.6], side: "s"))
        }
        let plain = Sides.side(configurations)
        let one = Sides.decide((plain, plain), Sides.rules(scope: .configuration)).rows.map(\.id)
        #expect(one.count == 6 && Set(one).count == 6 && !one.contains { $0.contains("#") })
        #expect(one.contains("test.accuracy:a/mlp/b%2Fmlp%2Fc"))
        let rules = Sides.rules(scope: .configuration) { $0.metrics += $0.metrics }
        let side = Sides.side(configurations)
        let ids = Sides.decide((side, side), rules).rows.map(\.id)
        #expect(ids.count == 9 && Set(ids).count == 9)
    }
}
