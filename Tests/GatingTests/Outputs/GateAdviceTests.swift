import Gating
import Primitives
import Records
import Statistics
import Testing

@Suite("What to do about a gate that cannot decide") struct GateAdviceTests {
    private func advice(
        _ decision: GateDecision, command: String = "bench gate ci.yaml --baseline main",
        limitsSeeds: Bool = false
    ) -> [String] {
        let context = GateOutputContext(
            suitePath: "ci.yaml", command: command, saveCommand: "bench baseline save main ci.yaml",
            limitsSeeds: limitsSeeds)
        let text = GateTextOutput().render(decision, context)
        return text.split(separator: "\n").filter { $0.hasPrefix("next: ") }.map { String($0.dropFirst(6)) }
    }

    private func undecided(_ further: Int, _ change: (inout GateDecision.Row) -> Void = { _ in })
        -> GateDecision
    {
        var row = GateSamples.row("sam", .inconclusive, .undecided, difference: -0.001, reach: 0.009)
        row.pairsNeeded = 24
        change(&row)
        var decision = GateSamples.decision([row])
        decision.furtherSeeds = further
        return decision
    }

    @Test("seeds that the baseline has are to be added") func further() {
        let advice = advice(undecided(300))
        #expect(advice.count == 1)
        #expect(
            advice[0].hasPrefix(
                "Add seeds where something is open; the baseline has 300 more, and it may take about "))
        #expect(advice[0].hasSuffix(" in all: bench gate ci.yaml --baseline main --until-decided"))
        // Enough for one test, if not for many looks.
        #expect(
            self.advice(undecided(4))[0].hasPrefix(
                "Add seeds where something is open; the baseline has 4 more"))
        #expect(self.advice(undecided(3))[0].hasPrefix("It takes about 24 seeds, and the gate may use 23"))
    }

    @Test("looking again and again takes more seeds than one test: with so many it is decided")
    func number() throws {
        let pattern = try Regex("may take about ([0-9]+) in all", as: (Substring, Substring).self)
        let number = try #require(
            try pattern.firstMatch(in: advice(undecided(300))[0]).flatMap { Int($0.output.1) })
        #expect(number > 24 && number < 200)
        let deviation = 0.0045 * 20.0.squareRoot() * (Double(number - 1) / Double(number)).squareRoot()
        let gains = (0..<number).map { -0.001 + deviation * ($0.isMultiple(of: 2) ? 1 : -1) }
        let interval = try #require(ConfidenceSequence(level: 1 - 0.05 / 2).interval(gains))
        #expect(interval.lower > -0.01)
    }

    @Test("a baseline with too few is to be saved with more, by the program that made it") func more() {
        let few = advice(undecided(0))
        #expect(few.count == 1)
        #expect(
            few[0].hasPrefix(
                "It takes about 24 seeds, and the gate may use 20 of the baseline: write seeds: 24 into the suite, save "
                    + "the baseline with them at the revision before this change (there: bench baseline save main "
                    + "ci.yaml), and gate here again. Saved here, it would compare this change with itself. Or write "
                    + "max_seeds: "))
        #expect(
            few[0].contains(
                " into its section gate, save the baseline likewise, and gate with --until-decided"))
        var limited = undecided(0)
        limited.rules.mostSeeds = 21
        #expect(advice(limited)[0].contains("write seeds: 24 and max_seeds: 24 into the suite"))
        limited.rules.line = nil
        #expect(!advice(limited)[0].contains("--until-decided"))
    }

    @Test("a gate that was told to take fewer seeds is told to take them all") func limited() {
        let advice = advice(undecided(0), limitsSeeds: true)
        #expect(
            advice[0].contains("write seeds: 24 into the suite where it has fewer, save the baseline with"))
        #expect(advice[0].contains(", and gate here again without --seeds. Saved here, "))
    }

    @Test("a sequential gate is told to raise its limit") func sequential() {
        var decision = undecided(0) { $0.pairsNeeded = 70 }
        decision.isSequential = true
        let command = "bench gate ci.yaml --baseline main --until-decided"
        #expect(
            advice(decision, command: command) == [
                "It takes about 70 seeds, and the gate may use 20 of the baseline: write max_seeds: 70 into the suite's "
                    + "section gate (ci.yaml, line 10), save the baseline with them at the revision before this change "
                    + "(there: bench baseline save main ci.yaml), and gate here again. Saved here, it would compare "
                    + "this change with itself."
            ])
        decision.rules.line = nil
        #expect(
            advice(decision, command: command)[0].contains(
                "(there: bench baseline save main ci.yaml --seeds 70)"))
        // The limit is there already.
        decision.rules.line = 10
        decision.rules.mostSeeds = 80
        #expect(!advice(decision, command: command)[0].contains("max_seeds"))
    }

    @Test("a limit that keeps out what the baseline has is to be raised, and nothing to be saved")
    func limit() {
        var decision = undecided(2) { $0.pairsNeeded = 27 }
        decision.rules.mostSeeds = 22
        decision.seedsBeyondLimit = 13
        decision.isSequential = true
        #expect(
            advice(decision) == [
                "It takes about 27 seeds, and the baseline has 35: write max_seeds: 27 into the suite's section gate "
                    + "(ci.yaml, line 10), and gate again."
            ])
        decision.isSequential = false
        #expect(advice(decision)[0].hasSuffix(", and gate again with --until-decided."))
        decision.seedsBeyondLimit = 4
        #expect(advice(decision)[0].contains("save the baseline"))
    }

    @Test("without a baseline there is one to be saved") func missing() {
        var decision = GateSamples.decision([])
        decision.obstacle = "there is no baseline “main”"
        #expect(advice(decision) == ["Save a baseline and commit it: bench baseline save main ci.yaml"])
        for output in GateOutputs.all
        where ["text", "markdown", "html", "json", "junit", "sarif", "github"].contains(output.format) {
            #expect(
                output.render(decision, GateSamples.context).contains("there is no baseline “main”"),
                "\(output.format)")
        }
    }

    @Test("one seed says nothing of how many it takes") func oneSeed() {
        func one(_ further: Int) -> GateDecision {
            undecided(further) { row in
                row.reason = .tooFewPairs
                row.pairs = 1
                row.pairsNeeded = nil
                row.difference = MeanEstimate(count: 1, mean: -0.01, standardError: nil, interval: nil)
            }
        }
        #expect(
            advice(one(12)) == [
                "Add seeds where something is open; the baseline has 12 more: bench gate ci.yaml --baseline main "
                    + "--until-decided"
            ])
        // 2⁻⁶ is the first power below 0.05 / 2.
        #expect(
            advice(one(0))[0].hasPrefix(
                "A test takes 2 seeds at least, and up to 6 where all differ alike, by Holm over 2, and the gate may "
                    + "use 1 of the baseline: write seeds: 6 into the suite, "))
    }

    @Test("where more seeds would not do, the margin is what is left") func margin() {
        let none = advice(undecided(300) { $0.pairsNeeded = nil })
        #expect(
            none == [
                "No number of seeds that a command takes would decide test accuracy of sam: widen the margin (ci.yaml, "
                    + "line 12)."
            ])
        let zero = advice(
            undecided(300) {
                $0.pairsNeeded = nil
                $0.margin = 0
            })
        #expect(
            zero == [
                "Give test accuracy of sam a margin that is a number (ci.yaml, line 12): a share of a mean of 0 is 0."
            ])
        // As many as no command takes.
        let million = advice(undecided(300) { $0.pairsNeeded = 900_000 })
        #expect(million == none)
    }

    @Test("speed has repetitions, which seeds do not add to") func speed() {
        let row = GateDecision.Row(
            id: "speed:all", subject: .cost(GateSamples.speed), verdict: .inconclusive, reason: .undecided,
            pairs: 5)
        let advice = advice(GateSamples.decision([row]))
        #expect(
            advice.count == 1
                && advice[0].hasSuffix("widen its margin (ci.yaml, line 16); seeds do not help."))
        var decision = GateSamples.decision([row])
        decision.rows[0].pairsNeeded = 9
        let text = GateTextOutput().render(decision, GateSamples.context)
        #expect(text.contains("About 9 repetitions would decide it."))
    }

    @Test("a gate that decided needs none") func decided() {
        for (name, decision) in GateSamples.all where decision.verdict != .inconclusive {
            #expect(advice(decision).isEmpty, "\(name)")
        }
    }

    @Test("a decision counts the seeds that the baseline has beyond its own, as far as they may be used")
    func counted() {
        func side(_ seeds: Int, shift: Double) -> GateMeasurements {
            var cells: [GateMeasurements.Cell] = []
            for seed in 0..<seeds {
                let value = 0.9 + shift * (seed.isMultiple(of: 2) ? 1 : -1)
                cells.append(
                    .init(
                        seed: seed, identity: CellIdentity(SHA256.hash("\(seed)")),
                        values: [GateSamples.accuracy.measure: value]))
            }
            return GateMeasurements(
                suite: "ci", programVersion: "1", numericsVersion: 1,
                configurations: [
                    .init(
                        labels: .init(dataset: "digits", model: "mlp", method: "sam"), specification: [:],
                        cells: cells)
                ])
        }
        var rules = GateRules(metrics: [GateSamples.accuracy])
        func further() -> [Int] {
            let decision = Gate.decide(
                baseline: side(30, shift: 0), candidate: side(6, shift: 0.1), rules: rules,
                options: GateOptions(baselineName: "main"))
            return [decision.furtherSeeds, decision.seedsBeyondLimit]
        }
        #expect(further() == [24, 0])
        rules.mostSeeds = 10
        #expect(further() == [4, 20])
    }
}
