import Primitives
import Records
import Reporting
import Testing

@testable import Gating

@Suite("What of two baselines could not be compared is said") struct BaselineNotComparedTests {
    private func compare(
        _ old: GateMeasurements, _ new: GateMeasurements, _ rules: GateRules = DecisionSides.rules(),
        undirected: [String] = []
    ) -> BaselineComparison {
        BaselineComparison(old: old, new: new, rules: rules, hasMargins: true, undirected: undirected)
    }

    private static let base = Array(DecisionSides.base.prefix(4))

    /// Methods with an accuracy per seed each, seeds from `first` on.
    private func side(
        _ methods: [(String, [Double?])], _ name: String = "s", first: Int = 0
    ) -> GateMeasurements {
        var side = DecisionSides.side(
            methods.map { DecisionSides.configuration($0.0, $0.1, side: name) })
        for index in side.configurations.indices {
            for cell in side.configurations[index].cells.indices {
                side.configurations[index].cells[cell].seed += first
            }
        }
        return side
    }

    private func facts(_ comparison: BaselineComparison) -> String {
        MarkdownRenderer().render(comparison.report(old: "old", new: "new"))
    }

    @Test("with other seeds altogether nothing is comparable, and nothing looks clean") func otherSeeds() {
        let old = side([("a", Self.base), ("b", Self.base)])
        let comparison = compare(old, side([("a", Self.base), ("b", Self.base)], first: 100))
        #expect(comparison.statements.map(\.standing) == [.notCompared, .notCompared])
        #expect(
            comparison.summary
                == "not comparable in any statement. Besides: 2 configurations with other seeds (none in common)"
        )
        #expect(comparison.canonical["not_compared"]?.integer == 2)
        #expect(comparison.canonical["compared"]?.integer == 0)
        #expect(!comparison.isNone && facts(comparison).contains("- No cell has a partner."))
    }

    @Test("where seeds went it is said how many of them the means rest on") func fewerSeeds() {
        let old = side([("a", Self.base), ("b", Self.base)])
        let comparison = compare(
            old, side([("a", Self.base.map { $0 - 0.1 }), ("b", Self.base)], "n", first: 3))
        #expect(
            comparison.summary
                == "worse in 2 of 2 statements (1 beyond the margin, none beyond chance after correction for 2 statements): "
                + "test accuracy of a 0.8100 → 0.7000, −0.1100 over 1 of 4 seeds; "
                + "test accuracy of b 0.8100 → 0.8000, −0.01000 over 1 of 4 seeds. "
                + "Besides: 2 configurations with other seeds (means over 1 of 4 seeds)")
        #expect(
            comparison.changes.map(\.text) == [
                "all 2 configurations: seeds 0–2 are gone (1 of 4 is left)",
                "all 2 configurations: seeds 4–6 are new",
            ])
        #expect(facts(comparison).contains("| 1 of 4 |"))
        guard case .array(let differences)? = comparison.canonical["differences"] else {
            Issue.record("no differences")
            return
        }
        #expect(differences.map { $0["seeds_shared"]?.integer } == [1, nil])
        #expect(differences.map { $0["seeds_before"]?.integer } == [4, nil])
        // What has lost most counts; seeds that come take nothing away.
        let uneven = compare(
            old, side([("a", Array(Self.base.prefix(2))), ("b", Array(Self.base.prefix(3)))]))
        #expect(
            uneven.summary
                == "worse in none of 2 statements. Besides: 2 configurations with other seeds "
                + "(means over as few as 2 of 4 seeds)")
        let more = compare(side([("a", Array(Self.base.prefix(2)))]), side([("a", Self.base)]))
        #expect(
            more.summary == "worse in none of 1 statement. Besides: 1 configuration with other seeds")
    }

    @Test("only what was compared is counted, and the rest is counted beside") func partly() {
        let none = [Double?](repeating: nil, count: 4)
        let old = side([("a", Self.base), ("b", none), ("c", Self.base)])
        let same = compare(old, side([("a", Self.base), ("b", none), ("c", Self.base)]))
        #expect(same.summary == "worse in none of 2 statements, 1 not compared")
        let healed = compare(old, side([("a", Self.base), ("b", Self.base), ("c", Self.base)]))
        #expect(healed.summary == "worse in none of 3 statements, better in 1, 1 not compared")
        let worse = compare(
            old, side([("a", Self.base.map { $0 - 0.1 }), ("b", none), ("c", Self.base)], "n"))
        #expect(
            worse.summary.hasPrefix(
                "worse in 1 of 2 statements (1 beyond the margin, none beyond chance after correction for 2 statements; "
                    + "1 more not compared): "),
            "\(worse.summary)")
    }

    @Test("what fails on both sides is no change, nor is a baseline that nobody touched") func failing() {
        let none = [Double?](repeating: nil, count: 4)
        let old = side([("a", Self.base), ("b", none)])
        #expect(compare(old, old).isNone)
        // Another program version, as of a baseline that was saved again.
        var again = old
        again.programVersion = "2.0.0"
        #expect(compare(old, again).isNone)
        #expect(!compare(old, side([("a", Self.base), ("b", Self.base)])).isNone)
        // Another ending is another failure.
        var other = again
        for cell in other.configurations[1].cells.indices {
            other.configurations[1].cells[cell].status = .timedOut("too long")
        }
        #expect(!compare(old, other).isNone)
        // A value that is no number, and a digest that is missing, of a file that is the same.
        var odd = side([("a", [.nan, .nan, .nan, .nan])])
        odd.configurations[0].cells[2].parametersDigest = nil
        #expect(compare(odd, odd).isNone)
    }

    @Test("configurations of other data are said to be uncompared") func otherData() {
        let old = side([("a", Self.base), ("b", Self.base), ("c", Self.base)])
        var new = old
        for index in [0, 1] {
            new.configurations[index].specification = DecisionSides.specification(
                new.configurations[index].labels, data: "other")
        }
        #expect(
            compare(old, new).summary
                == "worse in none of 1 statement. Besides: 2 configurations changed (other data: not compared)"
        )
        new.configurations[2].specification = [
            "dataset_sha256": "d of digits", "model": "mlp", "methods": ["c"], "numerics": 1, "epochs": 3,
        ]
        #expect(
            compare(old, new).summary.hasSuffix(
                "Besides: 3 configurations changed (2 of them have other data: not compared)"))
    }

    @Test("a cell with a value on one side only is not the same") func oneSided() {
        var rules = DecisionSides.rules()
        rules.metrics.append(.init(measure: DecisionSides.loss, direction: .lower, margin: .absolute(0.1)))
        var old = side([("a", Self.base), ("b", Self.base)])
        var new = old
        for cell in new.configurations[0].cells.indices {
            old.configurations[1].cells[cell].values[DecisionSides.loss] = 0.5
            for index in [0, 1] { new.configurations[index].cells[cell].values[DecisionSides.loss] = 0.5 }
        }
        let comparison = compare(old, new, rules)
        #expect(comparison.comparedCells == 8 && comparison.identicalCells == 4 && !comparison.isNone)
        #expect(comparison.summary == "worse in none of 3 statements, 1 not compared")
        #expect(facts(comparison).contains("4 of 8 cells have the same bits"))
    }

    @Test("metrics that are left out, as nobody knows which way they are better, are named") func undirected()
    {
        let old = side([("a", Self.base)])
        let comparison = compare(old, old, undirected: ["test zzz"])
        #expect(
            comparison.summary
                == "worse in none of 1 statement. Besides: not compared: test zzz, as it is not known which way "
                + "it is better")
        #expect(facts(comparison).contains("- not compared: test zzz"))
        #expect(
            compare(old, old, undirected: ["a", "b", "c", "d"]).summary
                .hasSuffix("Besides: 4 metrics not compared"))
    }
}
