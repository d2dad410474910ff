import Primitives
import Records
import Reporting
import Testing

@testable import Gating

@Suite("What another baseline does to the bar")
struct BaselineComparisonTests {
    private func compare(
        _ old: GateMeasurements, _ new: GateMeasurements, _ rules: GateRules = DecisionSides.rules(),
        hasMargins: Bool = true
    ) -> BaselineComparison {
        BaselineComparison(
            old: old, new: new, rules: rules, hasMargins: hasMargins, explain: { _, _ in "epochs 2 → 3" })
    }

    /// Six seeds with a method for every way a statement can move; the old side.
    private static let methods = ["a", "b", "c", "d", "e"]
    private static let old = DecisionSides.side(
        methods.map { DecisionSides.configuration($0, Array(DecisionSides.base.prefix(6)), side: "old") })

    private static func new(_ shifts: [Double?]) -> GateMeasurements {
        DecisionSides.side(
            zip(methods, shifts).map { method, shift in
                DecisionSides.configuration(
                    method, DecisionSides.base.prefix(6).map { $0 + (shift ?? 0) },
                    side: shift == nil ? "old" : "new")
            })
    }

    @Test(
        "every statement is worse, beyond its margin, better, the same or of the same bits; the worst first"
    )
    func standings() throws {
        let comparison = compare(Self.old, Self.new([0.02, -0.005, nil, -0.03, 0]))
        let standings = comparison.statements.map { "\($0.row.method ?? ""): \($0.standing.rawValue)" }
        #expect(
            standings == [
                "d: worse, beyond the margin", "b: worse", "a: better", "e: same", "c: same bits",
            ])
        #expect(comparison.worse.map(\.row.method) == ["d", "b"])
        #expect(comparison.comparedCells == 30 && comparison.identicalCells == 6 && !comparison.isNone)
        let worst = try #require(comparison.statements.first)
        #expect(abs(worst.severity - 3) < 1e-9)
        // Six equal differences are 2⁻⁶ in a sign test, and four rows share α: nothing is shown.
        #expect(!worst.isBeyondChance)
        // By hand: the mean of 0.80, 0.82, 0.79, 0.81, 0.83, 0.78.
        #expect(
            abs((worst.row.baseline ?? 0) - 0.805) < 1e-12 && abs((worst.row.candidate ?? 0) - 0.775) < 1e-12)
        #expect(
            comparison.summary
                == "worse in 2 of 5 statements (1 beyond the margin, none beyond chance after correction for 4 statements): test accuracy of d 0.8050 → 0.7750, "
                + "−0.03000 (no spread) over 6 seeds; test accuracy of b 0.8050 → 0.8000, "
                + "−0.005000 (no spread) over 6 seeds")
    }

    @Test("a lower loss is better: the direction is the metric's") func direction() {
        let rules = GateRules(
            metrics: [.init(measure: DecisionSides.loss, direction: .lower, margin: .relative(0.05))])
        func side(_ shift: Double, _ name: String) -> GateMeasurements {
            DecisionSides.side([
                DecisionSides.configuration(
                    "a", DecisionSides.base.map { $0 + shift }, side: name, measure: DecisionSides.loss)
            ])
        }
        #expect(compare(side(0, "old"), side(-0.1, "new"), rules).statements.map(\.standing) == [.better])
        #expect(
            compare(side(0, "old"), side(0.1, "new"), rules).statements.map(\.standing) == [
                .worseBeyondMargin
            ])
        #expect(compare(side(0, "old"), side(0.01, "new"), rules).statements.map(\.standing) == [.worse])
    }

    @Test("at the margin to the last bit it is not beyond it") func atMargin() {
        let comparison = compare(Self.old, Self.new([-0.01, nil, nil, nil, nil]))
        #expect(
            comparison.statements.map(\.standing) == [.worse]
                + [BaselineStanding](repeating: .identical, count: 4))
    }

    @Test("without margins nothing is beyond them, and the order is by the share of the old mean")
    func noMargins() {
        let comparison = compare(Self.old, Self.new([0.02, -0.005, nil, -0.03, 0]), hasMargins: false)
        #expect(
            comparison.statements.map(\.standing) == [.worse, .worse, .better, .same, .identical]
                && comparison.worse.map(\.row.method) == ["d", "b"])
        #expect(abs(comparison.worse[0].severity - 0.03 / 0.805) < 1e-9)
        #expect(comparison.canonical["worse_beyond_margin"] == .null)
    }

    @Test("a mean that is worse within its noise is worse, but not beyond chance") func chance() {
        let noise = [0.03, -0.04, 0.02, -0.03, 0.01, -0.02]
        let sides = DecisionSides.pair([("a", noise), ("b", noise.map { $0 - 0.1 })])
        let comparison = compare(sides.baseline, sides.candidate)
        #expect(comparison.worse.map(\.row.method) == ["b", "a"])
        #expect(comparison.worse.map(\.isBeyondChance) == [true, false])
        #expect(
            comparison.summary.hasPrefix(
                "worse in 2 of 2 statements (1 beyond the margin, 1 beyond chance after correction for 2 statements): "
            ))
        #expect(comparison.canonical["worse_beyond_chance"]?.integer == 1)
    }

    @Test("cells that fail anew come before any number, and those that fail no longer are better")
    func failures() {
        var values: [Double?] = DecisionSides.base.prefix(6).map { $0 - 0.3 }
        values[2] = nil
        let new = DecisionSides.side([DecisionSides.configuration("a", values, side: "new")])
        let old = DecisionSides.side([Self.old.configurations[0]])
        let worse = compare(old, new)
        #expect(worse.statements.map(\.row.id) == ["failures:a", "test.accuracy:a"])
        #expect(worse.worse.count == 2)
        #expect(worse.summary.contains("failures of a 0 % → 16.667 %;"))
        let healed = compare(new, old)
        #expect(healed.worse.isEmpty)
        #expect(healed.statements.allSatisfy { $0.standing == .better })
    }

    @Test("the same baseline, and one that differs in its note alone, are no change") func none() {
        let comparison = compare(Self.old, Self.old)
        #expect(comparison.isNone && comparison.worse.isEmpty)
        #expect(comparison.notice(name: "main", since: "HEAD^", command: "x") == nil)
    }

    @Test("other bits with the same means are a change, though none for the worse") func otherBits() {
        let comparison = compare(Self.old, Self.new([0, 0, 0, 0, 0]))
        #expect(!comparison.isNone && comparison.worse.isEmpty)
        #expect(comparison.summary == "worse in none of 5 statements")
    }

    @Test("new, gone, renamed and changed configurations, with what changed; the last are compared")
    func changes() {
        var old = DecisionSides.side([
            DecisionSides.configuration("a", DecisionSides.base, side: "s"),
            DecisionSides.configuration("b", DecisionSides.base, side: "s"),
            DecisionSides.configuration("c", DecisionSides.base, side: "s"),
        ])
        var new = old
        // a is another configuration, b is gone, c is called z, and y is new.
        new.configurations[0] = DecisionSides.configuration(
            "a", DecisionSides.base.map { $0 - 0.1 }, side: "n")
        new.configurations[0].specification = ["dataset_sha256": "d of digits", "training": ["epochs": 3]]
        old.configurations[0].specification = ["dataset_sha256": "d of digits", "training": ["epochs": 2]]
        new.configurations[1] = DecisionSides.configuration("y", DecisionSides.base, side: "n")
        new.configurations[2].labels.method = "z"
        let comparison = compare(old, new)
        #expect(
            comparison.changes.map(\.text) == [
                "digits / mlp / a: another configuration under the same names: epochs 2 → 3",
                "digits / mlp / b: gone", "digits / mlp / y: new",
                "digits / mlp / z: was called digits / mlp / c",
            ])
        #expect(comparison.worse.map(\.row.method) == ["a"])
        #expect(
            comparison.summary.hasPrefix(
                "worse in 1 of 2 statements (1 beyond the margin, 1 beyond chance): test accuracy of a 0.8050 → 0.7050, "
            ))
        #expect(
            comparison.summary.hasSuffix(
                ". Besides: 1 configuration changed, 1 configuration gone, 1 configuration new and "
                    + "1 configuration renamed"))
    }

    @Test("configurations of other data are named and not compared") func otherData() {
        var new = Self.new([nil, nil, nil, nil, nil])
        new.configurations[0].specification = DecisionSides.specification(
            new.configurations[0].labels, data: "e")
        let comparison = compare(Self.old, new)
        #expect(
            comparison.changes.map(\.text) == [
                "digits / mlp / a: another configuration under the same names: epochs 2 → 3 (not compared)"
            ])
        #expect(comparison.statements.count == 4 && comparison.comparedCells == 24)
    }

    @Test("what is to be said of every configuration is said once: another arithmetic, other seeds")
    func together() {
        let old = DecisionSides.side([
            DecisionSides.configuration("a", Array(DecisionSides.base.prefix(6)), side: "s"),
            DecisionSides.configuration("b", Array(DecisionSides.base.prefix(6)), side: "s"),
        ])
        var new = DecisionSides.side(
            [
                DecisionSides.configuration("a", Array(DecisionSides.base.prefix(4)), side: "s"),
                DecisionSides.configuration("b", Array(DecisionSides.base.prefix(4)), side: "s"),
            ], numerics: 2)
        for index in new.configurations.indices {
            new.configurations[index].specification = DecisionSides.specification(
                new.configurations[index].labels, numerics: 2)
        }
        let comparison = compare(old, new)
        #expect(
            comparison.changes.map(\.text) == [
                "all 2 configurations: the version of the arithmetic changed from 1 to 2",
                "all 2 configurations: seeds 4, 5 are gone (4 of 6 are left)",
            ])
        #expect(comparison.changes.allSatisfy { $0.configurations.map(\.method) == ["a", "b"] })
        #expect(comparison.comparedCells == 8)
    }

    @Test("a metric that is no longer kept is said to be so, and its cells do not count as failures")
    func lostMetric() {
        var rules = DecisionSides.rules()
        rules.metrics.append(.init(measure: DecisionSides.loss, direction: .lower, margin: .absolute(0.1)))
        var old = Self.old
        for index in old.configurations.indices {
            for cell in old.configurations[index].cells.indices {
                old.configurations[index].cells[cell].values[DecisionSides.loss] = 0.5
            }
        }
        let comparison = compare(old, Self.old, rules)
        #expect(comparison.changes.map(\.text) == ["test log_loss: no longer kept"])
        #expect(comparison.worse.isEmpty && comparison.summary.contains("test log_loss: no longer kept"))
        #expect(compare(Self.old, old, rules).changes.map(\.text) == ["test log_loss: not kept before"])
        // More than three are counted.
        for name in ["a", "b", "c"] {
            old.configurations[0].cells[0].values[.init(part: .test, name: name)] = 1
        }
        #expect(
            compare(old, Self.old, rules).summary
                .hasSuffix("Besides: 4 metrics or costs kept on one side only"))
    }

    @Test("memory by its margin; speed counts only beyond it, and without margins beyond its interval")
    func costs() {
        let rules = DecisionSides.rules {
            $0.costs = [.init(cost: .memory, margin: 0.1), .init(cost: .speed, margin: 0.3)]
        }
        func side(_ memory: Double, _ speed: Double) -> GateMeasurements {
            DecisionSides.side([
                DecisionSides.configuration(
                    "a", DecisionSides.base, side: "s",
                    costs: [.memory: [memory], .speed: [1, 1.01, 0.99, 1.02, 0.98].map { $0 * speed }])
            ])
        }
        func standings(_ new: GateMeasurements, hasMargins: Bool = true) -> [String: BaselineStanding] {
            let statements = compare(side(1000, 1), new, rules, hasMargins: hasMargins).statements
            return Dictionary(uniqueKeysWithValues: statements.map { ($0.row.subject.name, $0.standing) })
        }
        #expect(standings(side(1200, 0.5))["memory"] == .worseBeyondMargin)
        #expect(standings(side(1200, 0.5))["speed"] == .worseBeyondMargin)
        #expect(standings(side(1050, 0.9))["memory"] == .worse)
        #expect(standings(side(1050, 0.9))["speed"] == .same)
        #expect(standings(side(1000, 0.9))["memory"] == .identical)
        #expect(standings(side(900, 2))["memory"] == .better && standings(side(900, 2))["speed"] == .better)
        #expect(standings(side(900, 0.9), hasMargins: false)["speed"] == .worse)
        #expect(standings(side(900, 0.999), hasMargins: false)["speed"] == .same)
    }

    @Test("a report has the worst rows, says how many it leaves out, and in full those of the same bits too")
    func report() {
        let comparison = compare(Self.old, Self.new([0.02, -0.005, nil, -0.03, 0]))
        let whole = comparison.report(old: "main at HEAD", new: "main")
        #expect(whole.tables.map(\.id) == ["statements", "identical"])
        #expect(whole.tables[0].rowIDs == ["d", "b", "a", "e"].map { "test.accuracy:\($0)" })
        #expect(whole.tables[1].rowIDs == ["test.accuracy:c"])
        let short = comparison.report(old: "old", new: "new", mostRows: 2)
        #expect(short.sections.map(\.id) == ["statements"])
        #expect(short.tables.map(\.rowIDs) == [["test.accuracy:d", "test.accuracy:b"]])
        #expect(short.tables[0].notes.first == "2 more are left out, further down that order.")
        let told = comparison.report(old: "old", new: "new", mostRows: 2, command: "bench x")
        #expect(
            told.tables[0].notes.first == "2 more are left out, further down that order; all of it: bench x")
        for renderer in ReportFormats.all { #expect(!renderer.render(whole).isEmpty) }
        let markdown = MarkdownRenderer().render(whole)
        #expect(markdown.contains("| **worse, beyond the margin** | test accuracy"))
        #expect(
            markdown.contains(
                "The new baseline is worse in 2 of 5 statements (1 beyond the margin, none beyond chance after correction for 4 statements):"
            ))
    }

    @Test("what a gate notices names the worst three and the command that shows all") func notice() throws {
        let comparison = compare(Self.old, Self.new([-0.02, -0.005, -0.04, -0.03, 0]))
        let notice = try #require(
            comparison.notice(name: "main", since: "HEAD^", command: "bench baseline compare main"))
        #expect(
            notice.hasPrefix(
                "This change also changes the baseline “main” of HEAD^: worse in 4 of 5 statements "
                    + "(3 beyond the margin, none beyond chance after correction for 5 statements): test accuracy of c 0.8050 → 0.7650"
            ))
        #expect(
            comparison.notice(name: "main", since: "HEAD^", command: nil)?.hasSuffix("; and 1 more.") == true)
        #expect(notice.contains("accuracy of a") && !notice.contains("accuracy of b"))
        #expect(notice.hasSuffix("; and 1 more. All of it: bench baseline compare main"))
    }

    @Test("rules for what is kept: directions from the declarations, those without one named")
    func keptRules() {
        let declarations = [
            MetricDeclaration(id: "accuracy", summary: "", formula: "", direction: .higher, tasks: []),
            MetricDeclaration(
                id: "spread", summary: "", formula: "", direction: .lower, tasks: [], target: 1),
        ]
        var side = Self.old
        side.configurations[0].cells[0].values[.init(part: .test, name: "spread")] = 1
        side.configurations[0].cells[0].values[.init(part: .validation, name: "unheard_of")] = 1
        side.configurations[0].costs[.memory] = [5]
        let (rules, unknown) = GateRules.keeping([side], scope: .suite, declarations: declarations)
        #expect(rules.metrics.map(\.measure) == [DecisionSides.accuracy] && rules.scope == .suite)
        #expect(rules.costs.map(\.cost) == [.memory])
        #expect(unknown == ["test spread", "validation unheard_of"])
    }
}
