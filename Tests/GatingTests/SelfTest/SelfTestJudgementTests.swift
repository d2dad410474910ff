import Primitives
import Records
import Testing

@testable import Gating

/// What may be called a gate, from numbers that are given.
@Suite("The judgement of a self-test")
struct SelfTestJudgementTests {
    private func line(_ id: String, _ kind: SelfTestResult.Line.Kind, _ verdicts: [GateVerdict: Int])
        -> SelfTestResult.Line
    {
        SelfTestResult.Line(
            id: id, title: id, kind: kind, trials: verdicts.values.reduce(0, +), verdicts: verdicts,
            ofFailuresAlone: 0, changes: [])
    }

    private func reach(
        _ place: String, found: Int = 100, of worsened: Int = 100, seedsNeeded: Int? = 4,
        detectable: Double? = 0.001
    ) -> SelfTestResult.Reach {
        SelfTestResult.Reach(
            metric: SelfTestSample.rules().metrics[0], place: place, pairs: 40, deviation: 0.01,
            margin: 0.02, level: 0.9, detectable: detectable, seedsNeeded: seedsNeeded, worsened: worsened,
            found: found)
    }

    private func result(
        found: Int = 960, of trials: Int = 1_000, _ reaches: [SelfTestResult.Reach],
        restarted: [GateVerdict: Int] = [.pass: 990, .inconclusive: 10], power: Double = 0.8,
        inconclusivePasses: Bool = false
    ) -> SelfTestResult {
        var rules = SelfTestSample.rules()
        rules.metrics = [rules.metrics[0]]
        rules.power = power
        rules.inconclusivePasses = inconclusivePasses
        var result = SelfTestResult(
            suite: "sample", rules: rules, pool: 40, seedsPerGate: 12,
            lines: [
                line("fresh-seeds", .noChange, [.pass: 900, .inconclusive: 100]),
                line("restarted", .noChange, restarted),
                line("at-margin", .atMargin, [.regressed: found, .inconclusive: trials - found]),
            ], reaches: reaches, omitted: [], refusals: [])
        result.refusals = SelfTestJudgement(result).refusals
        return result
    }

    private let good = ["a", "b", "c", "d", "e"]

    @Test("a hopeless row among good ones is refused, by name and with what it needs")
    func hopeless() {
        #expect(result(good.map { reach($0) }).isGate)
        let refused = result(
            good.map { reach($0) } + [reach("sam", found: 3, seedsNeeded: 210, detectable: 0.1)])
        #expect(
            refused.refusals == [
                "a metric that is worse by its margin is found in 96 % of the gates, but not in every row: 1 of 6 "
                    + "rows falls short; test accuracy of sam is found in 3.0 % of 100 gates and needs 210 seeds by "
                    + "the spread of its pairs; take 210 seeds, or set a margin of 0.11 for test accuracy, or gate "
                    + "fewer rows"
            ], "\(refused.refusals)")
    }

    @Test("a row is short by its spread alone, and by what is found alone")
    func short() {
        let spread = result([reach("a", seedsNeeded: 13), reach("b", seedsNeeded: 12)])
        #expect(spread.refusals.count == 1)
        #expect(
            spread.verdictLine.contains(
                "test accuracy of a is found in 100 % of 100 gates and needs 13 seeds"))
        // 71 of 100 may be 79.6 %; 72 may be 80.5 %.
        let found = result([reach("a", found: 71), reach("b")])
        #expect(found.refusals.count == 1)
        #expect(found.verdictLine.contains("take half as many seeds again"), "\(found.verdictLine)")
        #expect(result([reach("a", found: 72), reach("b")]).isGate)
        let unknown = result([reach("a", seedsNeeded: 20), reach("b", seedsNeeded: nil, detectable: nil)])
        #expect(unknown.verdictLine.contains("worst is test accuracy of b, which"), "\(unknown.verdictLine)")
        #expect(unknown.verdictLine.contains("a number of seeds that is not known"))
    }

    @Test("no margin as large as the values themselves is advised")
    func absurd() {
        let refused = result([reach("a", found: 1, seedsNeeded: 94, detectable: 0.88)])
        #expect(refused.verdictLine.contains("take 94 seeds, or gate fewer rows"), "\(refused.verdictLine)")
    }

    @Test("where too little is found, planted changes that are missed say nothing of the margins")
    func planted() {
        func refusals(found: Int) -> [String] {
            var result = result(found: found, [reach("a")])
            result.lines.append(line("labels", .planted, [.pass: 1_000]))
            return SelfTestJudgement(result).refusals
        }
        #expect(refusals(found: 960).count == 1 && refusals(found: 960)[0].contains("too wide"))
        #expect(refusals(found: 300).count == 1 && !refusals(found: 300)[0].contains("too wide"))
    }

    @Test("a suite of which nothing completes is told so")
    func nothing() {
        var result = result([])
        result.lines.removeAll { $0.kind == .atMargin }
        #expect(SelfTestJudgement(result).refusals[0].contains("gate one that its cells record"))
        result.hasNoCompletedCell = true
        #expect(
            SelfTestJudgement(result).refusals == [
                "no cell of the suite completed: all of them failed or diverged; mend that first"
            ])
    }

    @Test("few gates say little", arguments: [1, 10])
    func fewTrials(trials: Int) {
        let refused = result(found: trials, of: trials, [reach("a", found: trials, of: trials)])
        #expect(refused.refusals.count == 1)
        #expect(refused.verdictLine.contains("are too few to say") || trials == 1)
        #expect(refused.verdictLine.contains("take --trials 100"), "\(refused.verdictLine)")
    }

    @Test("the interval's lower end has to come within 0.1 of the power")
    func enoughTrials() {
        // The exact lower limits: 11 of 11 are 71.5 %, 10 of 10 69.2 %; 80 of 100 are 70.8 %, 16 of 20 56 %.
        #expect(result(found: 11, of: 11, [reach("a")]).isGate)
        #expect(!result(found: 10, of: 10, [reach("a")]).isGate)
        #expect(result(found: 80, of: 100, [reach("a")]).isGate)
        #expect(!result(found: 16, of: 20, [reach("a")]).isGate)
        #expect(
            result(found: 5, of: 10, [reach("a")], power: 0.5).verdictLine.contains("take --trials 200"))
    }

    @Test("a gate that stops many changes without an effect says so, and what to do")
    func stops() throws {
        let many: [GateVerdict: Int] = [.pass: 600, .inconclusive: 380, .regressed: 15, .incomparable: 5]
        let nuisance = result([reach("a")], restarted: many)
        #expect(nuisance.isGate)
        #expect(nuisance.lines[1].stops(nuisance.rules) == 400)
        let notice = try #require(nuisance.notices.first)
        #expect(
            notice.hasPrefix("40 % of the gates stop a change without an effect, 38 % because"), "\(notice)")
        #expect(nuisance.conclusion == "self-test: note: \(notice)\nself-test: this is a gate")
        #expect(nuisance.text.hasSuffix(nuisance.conclusion + "\n"))
        #expect(nuisance.text.contains("would stop"))
        #expect(nuisance.json["notices"] == .array([.string(notice)]))
        guard case .array(let lines)? = nuisance.json["lines"] else {
            Issue.record("no lines")
            return
        }
        #expect(lines.map { $0["stopped"]?.integer } == [100, 400, 1_000])
        let passing = result([reach("a")], restarted: many, inconclusivePasses: true)
        #expect(passing.notices.isEmpty)
        #expect(passing.lines[1].stops(passing.rules) == 20)
        #expect(result([reach("a")], restarted: [.pass: 900, .inconclusive: 100]).notices.isEmpty)
    }

    @Test("five rows of huge margins do not hide one that sees nothing, on real gates")
    func hidden() {
        var rules = SelfTestSample.rules(margin: 0.1)
        rules.metrics = [rules.metrics[0]]
        let sample = SelfTestSample(
            methods: ["a", "b", "c", "d", "e", "sam"], noise: { $0 == "sam" ? 30 : 1 })
        let result = GateSelfTest(rules: rules, seedsPerGate: 10, trials: 200).run(sample.arms())
        let found = result.lines.first { $0.id == "at-margin" }!.share(.regressed)
        #expect(found >= rules.power)
        #expect(!result.isGate)
        #expect(result.verdictLine.contains("test accuracy of sam"), "\(result.verdictLine)")
    }
}
