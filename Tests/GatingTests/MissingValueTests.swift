import Gating
import Primitives
import Records
import Testing

@Suite("What a gate says of values that are not there") struct MissingValueTests {
    private typealias Sides = DecisionSides

    private func sides(_ old: [Double?], _ new: [Double?]) -> (GateMeasurements, GateMeasurements) {
        (
            Sides.side([Sides.configuration("m", old, side: "old")]),
            Sides.side([Sides.configuration("m", new, side: "new")])
        )
    }

    @Test("a cell that fails anew is a regression, one that no longer does an improvement")
    func failures() throws {
        let decision = Sides.decide(sides([0.8, 0.81, 0.79, 0.8, 0.82], [0.8001, 0.8099, nil, 0.8, 0.8201]))
        let row = try #require(Sides.row(decision, "failures:m"))
        #expect(row.verdict == .regressed && row.reason == .moreFailures && row.newFailures == 1)
        #expect(row.sentence == "failures of m: 1 of 5 cells fails anew (seed 2): it threw.")
        #expect(decision.failedCells == 1 && decision.verdict == .regressed)
        // The metric is judged by the seeds that are left.
        #expect(Sides.row(decision, "test.accuracy:m")?.pairs == 4)
        #expect(
            decision.notices.contains("test accuracy of m leaves out seed 2: some cell has no usable value."))

        let healed = Sides.decide(sides([0.8, 0.81, nil, 0.8, 0.82], [0.8001, 0.8099, 0.79, 0.8, 0.8201]))
        let other = try #require(Sides.row(healed, "failures:m"))
        #expect(other.verdict == .improved && other.reason == .fewerFailures && other.newFailures == 0)
        #expect(other.sentence == "failures of m: 1 fails no longer (seed 2).")
    }

    @Test("what no longer fails pays for no new failure; a margin allows some")
    func failureMargin() throws {
        let swapped = Sides.decide(sides([nil, 0.81, 0.79, 0.8, 0.82], [0.8, nil, 0.79, 0.8, 0.82]))
        let row = try #require(Sides.row(swapped, "failures:m"))
        #expect(row.verdict == .regressed && row.reason == .moreFailures && row.newFailures == 1)
        let two = sides([0.8, 0.81, 0.79, 0.8, 0.82], [nil, nil, 0.79, 0.8, 0.82])
        func verdict(_ margin: Double) -> GateVerdict? {
            Sides.row(Sides.decide(two, Sides.rules { $0.failureMargin = margin }), "failures:m")?.verdict
        }
        #expect(verdict(0.4) == .pass && verdict(0.39) == .regressed)
    }

    @Test(
        "a value that is not finite, or too large to be squared, is a failure",
        arguments: [
            Double.nan, .infinity, -.infinity, 1e200,
        ])
    func notFinite(_ value: Double) throws {
        let decision = Sides.decide(sides([0.8, 0.81, 0.79], [0.8, 0.81, value]))
        #expect(Sides.row(decision, "failures:m")?.reason == .moreFailures)
        let both = Sides.decide(sides([0.8, 0.81, value], [0.8, 0.81, value]))
        #expect(Sides.row(both, "failures:m")?.reason == .noMoreFailures)
        #expect(Sides.row(both, "test.accuracy:m")?.pairs == 2)
        let gone = Sides.decide(sides([0.8, 0.81, value], [0.8, 0.81, 0.7]))
        #expect(Sides.row(gone, "failures:m")?.reason == .fewerFailures)
    }

    @Test("all cells failed: regressed, and no metric was measured") func allFailed() throws {
        let decision = Sides.decide(sides([0.8, 0.81], [nil, nil]))
        #expect(decision.verdict == .regressed)
        let row = try #require(Sides.row(decision, "test.accuracy:m"))
        #expect(row.verdict == .nothingMeasured && row.reason == .noPairs && decision.familySize == 0)
        let both = Sides.decide(sides([nil, nil], [nil, nil]))
        #expect(both.verdict == .nothingMeasured && both.exitCode == .nothingCompared)
    }

    @Test("a metric that the baseline lacks is incomparable, one that nobody has is not measured")
    func notInBaseline() throws {
        let rules = Sides.rules {
            $0.metrics += [.init(measure: Sides.loss, direction: .lower, margin: .relative(0.1))]
        }
        let old = Sides.configuration("m", [0.8, 0.9], side: "old")
        var new = old
        let neither = Sides.decide((Sides.side([old]), Sides.side([new])), rules)
        #expect(Sides.row(neither, "test.log_loss:all")?.verdict == .nothingMeasured)
        #expect(neither.verdict == .nothingMeasured)
        for index in new.cells.indices { new.cells[index].values[Sides.loss] = 0.3 }
        let decision = Sides.decide((Sides.side([old]), Sides.side([new])), rules)
        let row = try #require(Sides.row(decision, "test.log_loss:m"))
        #expect(row.verdict == .incomparable && row.reason == .notInBaseline)
        #expect(row.sentence.hasSuffix("for digits / mlp / m; save the baseline again."))
        #expect(decision.verdict == .incomparable)
    }

    @Test("a metric that means nothing for a dataset is not asked of it") func undefined() throws {
        func side(_ name: String) -> GateMeasurements {
            Sides.side([
                Sides.configuration("m", dataset: "classes", [0.8, 0.9], side: name),
                Sides.configuration("m", dataset: "numbers", [1.5, 1.25], side: name, measure: Sides.loss),
            ])
        }
        let decision = Sides.decide((side("old"), side("new")))
        #expect(Sides.row(decision, "test.accuracy:m")?.pairs == 2)
        let each = Sides.decide((side("old"), side("new")), Sides.rules(scope: .configuration))
        #expect(each.rows.filter { $0.id.hasPrefix("test.") }.map(\.id) == ["test.accuracy:classes/mlp/m"])
    }

    @Test("a configuration that always fails in the baseline is left out of its method's row")
    func unmeasured() {
        func side(_ name: String, _ values: [Double?]) -> GateMeasurements {
            Sides.side([
                Sides.configuration("m", dataset: "a", [0.8, 0.9], side: name),
                Sides.configuration("m", dataset: "b", values, side: name),
            ])
        }
        let decision = Sides.decide((side("old", [nil, nil]), side("new", [0.5, nil])))
        #expect(Sides.row(decision, "test.accuracy:m")?.pairs == 2)
        #expect(
            decision.notices.contains(
                "test accuracy of m is without b / mlp / m: the baseline has no usable value of it there."))
        let each = Sides.decide(
            (side("old", [nil, nil]), side("new", [nil, nil])), Sides.rules(scope: .configuration))
        #expect(Sides.row(each, "test.accuracy:b/mlp/m")?.verdict == .nothingMeasured)
    }

    @Test("a value that only some cells of the baseline lack makes the row incomparable") func takenOut()
        throws
    {
        let old = Sides.configuration("m", [0.8, 0.9, 0.85], side: "same")
        var edited = old
        edited.cells[1].values = [:]
        let decision = Sides.decide((Sides.side([edited]), Sides.side([old])))
        let row = try #require(Sides.row(decision, "test.accuracy:m"))
        #expect(row.verdict == .incomparable && row.reason == .notInBaseline)
    }

    @Test("the same bits on the seeds that are left are not the same bits") func leftOver() throws {
        func side(_ name: String, _ first: [Double?], _ second: [Double?]) -> GateMeasurements {
            Sides.side([
                Sides.configuration("m", dataset: "a", first, side: name),
                Sides.configuration("m", dataset: "b", second, side: "same"),
            ])
        }
        // The baseline's cell of b failed on seed 0, so that the row is without it; there a became worse.
        let old = side("old", [0.8, 0.9], [nil, 0.7])
        var new = side("new", [0.2, 0.9], [0.6, 0.7])
        new.configurations[0].cells[1] = old.configurations[0].cells[1]
        let row = try #require(Sides.row(Sides.decide((old, new)), "test.accuracy:m"))
        #expect(row.pairs == 1 && row.identicalPairs == 1)
        #expect(row.verdict == .inconclusive && row.reason == .tooFewPairs)
    }

    @Test("seeds that one side lacks are incomparable and named; further seeds of a baseline are none")
    func seeds() {
        let decision = Sides.decide(sides([0.8, 0.81, 0.79, 0.8], [0.8, 0.81]))
        #expect(decision.comparedCells == 2)
        #expect(decision.notices.contains("Seeds 2, 3 are only in the baseline: not compared."))
        let more = Sides.decide(sides([0.8, 0.81], [0.8, 0.81, 0.7]))
        #expect(more.verdict == .incomparable && more.mismatches.map(\.kind) == [.seeds])
        #expect(more.mismatches.first?.sentence == "digits / mlp / m: seed 2 is not in the baseline.")
        #expect(decision.mismatches.isEmpty && decision.verdict != .incomparable)
        let (first, second) = sides([0.8, 0.81, 0.79], [0.8, 0.81])
        let asked = Gate.decide(
            baseline: first, candidate: second, rules: Sides.rules(),
            options: GateOptions(baselineName: "main", seeds: [0, 1, 2]))
        #expect(asked.mismatches.map(\.sentence) == ["digits / mlp / m: seed 2 is only in the baseline."])
        var (old, new) = sides([0.8], [0.8])
        new.configurations[0].cells[0].seed = 9
        #expect(Sides.decide((old, new)).verdict == .incomparable)
        old.configurations = []
        new.configurations = []
        #expect(Sides.decide((old, new)).verdict == .nothingMeasured)
    }
}
