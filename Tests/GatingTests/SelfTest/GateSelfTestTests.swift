import Numerics
import Primitives
import Records
import Reporting
import Testing

@testable import Gating

/// The self-test against gates that are known to be good, and against ones that are broken.
@Suite("The self-test of gates")
struct GateSelfTestTests {
    private let trials = 60

    private func verdict(_ verdict: GateVerdict, _ candidate: GateMeasurements) -> GateDecision {
        var decision = GateDecision(
            suite: candidate.suite, baselineName: "", rules: SelfTestSample.rules(), comparedCells: 1)
        decision.rows = [
            .init(
                id: "x", subject: .metric(SelfTestSample.rules().metrics[0]), verdict: verdict,
                reason: .better,
                sentence: "")
        ]
        return decision
    }

    private func line(_ id: String, of result: SelfTestResult) throws -> SelfTestResult.Line {
        try #require(result.lines.first { $0.id == id })
    }

    @Test("the real decision is a gate where seeds are enough, and finds what was planted")
    func good() throws {
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 24, trials: trials)
        let result = test.run(SelfTestSample().arms())
        #expect(result.isGate, "\(result.refusals)")
        #expect(result.verdictLine == "self-test: this is a gate")
        #expect(result.exitCode == .success)
        #expect(result.lines.map(\.id) == ["fresh-seeds", "restarted", "at-margin", "worse"])
        #expect(try line("worse", of: result).share(.regressed) == 1)
        #expect(try line("restarted", of: result).share(.regressed) < 0.15)
        #expect(try line("at-margin", of: result).passes <= trials / 8)
        let changes = try line("worse", of: result).changes
        #expect(changes.count == 2)
        #expect(abs(try #require(changes[0]) + 0.05) < 1e-12)
        #expect(abs(try #require(changes[1]) - 0.05) < 1e-12)
    }

    @Test("it is refused where seeds are too few, with the seeds and the margin that would do")
    func few() throws {
        let sample = SelfTestSample(seeds: 96, own: 0.03)
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 6, trials: trials)
        let result = test.run(sample.arms())
        #expect(!result.isGate)
        #expect(result.exitCode == .mismatch)
        let needed = result.reaches.compactMap(\.seedsNeeded).max()!
        #expect(needed > 6)
        #expect(result.verdictLine.contains("take \(needed) seeds"), "\(result.verdictLine)")
        #expect(result.verdictLine.contains("for test accuracy"), "\(result.verdictLine)")
        #expect(result.verdictLine.hasPrefix("self-test: refused: "))
        // What is said to suffice does.
        let again = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: needed, trials: trials)
        #expect(again.run(sample.arms()).isGate)
    }

    @Test("a comparator that always passes is refused")
    func blind() throws {
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 10, trials: trials) {
            _, candidate, _, _ in
            verdict(.pass, candidate)
        }
        let result = test.run(SelfTestSample().arms())
        #expect(result.refusals.count == 2)
        #expect(try line("at-margin", of: result).share(.regressed) == 0)
    }

    @Test("margins so wide that no planted change is found are refused") func wide() throws {
        // The planted change costs 0.05; a margin of 1 lets it pass, and is found itself, by impossible values.
        let test = GateSelfTest(rules: SelfTestSample.rules(margin: 1), seedsPerGate: 12, trials: trials)
        let result = test.run(SelfTestSample().arms())
        #expect(try line("at-margin", of: result).share(.regressed) > 0.8)
        #expect(result.refusals.count == 1 && result.refusals[0].contains("too wide"), "\(result.refusals)")
    }

    @Test("a comparator that always cries wolf is refused")
    func wolf() throws {
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 10, trials: trials) {
            _, candidate, _, _ in
            verdict(.regressed, candidate)
        }
        let result = test.run(SelfTestSample().arms())
        #expect(result.refusals.count == 2)
        #expect(result.refusals.allSatisfy { $0.contains("100 %") })
    }

    @Test("a comparator that takes the wrong direction for the better one is refused")
    func direction() throws {
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 24, trials: trials) {
            var rules = $2
            for index in rules.metrics.indices {
                rules.metrics[index].direction = rules.metrics[index].direction == .higher ? .lower : .higher
            }
            return Gate.decide(baseline: $0, candidate: $1, rules: rules, options: $3)
        }
        let result = test.run(SelfTestSample().arms())
        #expect(!result.isGate)
        #expect(try line("at-margin", of: result).share(.regressed) < 0.1)
        #expect(try line("worse", of: result).share(.improved) == 1)
    }

    @Test(
        "a comparator that takes seeds for others is refused: what restarts is found, what is shared is not noise"
    )
    func unpaired() throws {
        // Differences of other seeds are larger by far, so what is at the margin drowns.
        let sample = SelfTestSample(shared: 0.2, own: 0.002)
        let paired = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 12, trials: trials)
        #expect(paired.run(sample.arms()).isGate)
        let unpaired = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 12, trials: trials) {
            var candidate = $1
            for number in candidate.configurations.indices {
                let values = candidate.configurations[number].cells.map(\.values)
                for cell in values.indices {
                    candidate.configurations[number].cells[cell].values = values[(cell + 1) % values.count]
                }
            }
            return Gate.decide(baseline: $0, candidate: candidate, rules: $2, options: $3)
        }
        #expect(!unpaired.run(sample.arms()).isGate)
    }

    @Test("cells that fail for some seeds only are told apart from metrics that got worse")
    func failures() throws {
        let sample = SelfTestSample()
        func failing(_ name: String) -> GateMeasurements {
            var arm = sample.arm(name)
            for number in arm.configurations.indices {
                for cell in arm.configurations[number].cells.indices {
                    var stream = RandomStream(seed: cell, name: "failures/\(name)/\(number)")
                    guard stream.uniform() < 0.05 else { continue }
                    arm.configurations[number].cells[cell].status = .diverged("")
                    arm.configurations[number].cells[cell].values = [:]
                }
            }
            return arm
        }
        let arms = SelfTestArms(clean: failing("clean"), restarted: failing("restarted"))
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 16, trials: trials)
        let result = test.run(arms)
        let restarted = try line("restarted", of: result)
        #expect(restarted.ofFailuresAlone > trials / 10)
        #expect(!result.isGate)
        #expect(result.verdictLine.contains("allow a share under failures"))
    }

    @Test("bits that do not change and values that are equal do no harm")
    func equal() throws {
        let clean = SelfTestSample().arm("clean")
        let test = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 10, trials: 20)
        let result = test.run(SelfTestArms(clean: clean, restarted: clean))
        #expect(try line("restarted", of: result).count(.pass) == 20)
        #expect(try line("at-margin", of: result).count(.regressed) == 20)
        // 2⁻⁷ is the first at most 0.05 / 6.
        #expect(result.reaches.allSatisfy { $0.deviation == 0 && $0.seedsNeeded == 7 && $0.detectable == 0 })
        let short = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 6, trials: 2)
        let reaches = short.run(SelfTestArms(clean: clean, restarted: clean)).reaches
        #expect(reaches.count == 6 && reaches.allSatisfy { $0.seedsNeeded == 7 && $0.detectable == nil })
    }

    @Test("costs and the demand for the same bits are no part of it")
    func other() {
        var rules = SelfTestSample.rules()
        rules.costs = [.init(cost: .memory, margin: 0.1)]
        rules.requiresSameBits = true
        let result = GateSelfTest(rules: rules, seedsPerGate: 24, trials: trials).run(SelfTestSample().arms())
        #expect(result.isGate, "\(result.refusals)")
    }

    @Test("twice the same bytes, and a report that every renderer takes")
    func bytes() throws {
        func result() -> SelfTestResult {
            GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 12, trials: 30).run(
                SelfTestSample().arms())
        }
        let first = result()
        #expect(first.text == result().text)
        #expect(first.text.hasSuffix(first.verdictLine + "\n"))
        for renderer in ReportFormats.all {
            #expect(renderer.render(first.report) == renderer.render(result().report), "\(renderer.format)")
        }
        #expect(first.text.contains("one metric worse by its margin"))
    }

    @Test("rows are those of the scope")
    func rows() {
        let clean = SelfTestSample().arm("clean")
        func places(_ scope: GateRules.Scope) -> [String] {
            var rules = SelfTestSample.rules()
            rules.scope = scope
            return SelfTestRow.all(rules, clean).map(\.place)
        }
        #expect(places(.suite) == ["all", "all"])
        #expect(places(.method) == ["baseline", "dropout", "sam", "baseline", "dropout", "sam"])
        #expect(places(.configuration).count == 12)
    }
}

extension GateSelfTestTests {
    @Test("the JSON document says what was measured, and an unknown format is refused")
    func json() throws {
        let result = GateSelfTest(rules: SelfTestSample.rules(), seedsPerGate: 4, trials: 5)
            .run(SelfTestSample().arms())
        let json = try JSONParser.parse(result.document("json"))
        #expect(json["is_gate"] == .boolean(result.isGate))
        guard case .array(let lines)? = json["lines"], case .array(let rows)? = json["rows"] else {
            Issue.record("no lines or rows")
            return
        }
        #expect(lines.map { $0["id"]?.text } == result.lines.map(\.id))
        #expect(lines.allSatisfy { $0["trials"]?.integer == 5 })
        #expect(rows.count == 6)
        #expect(try result.document("markdown").hasPrefix("# Self-test of the gate of sample"))
        #expect(throws: BenchError.self) { try result.document("pdf") }
    }
}
