import Gating
import Primitives
import Records
import Testing

@Suite("What CI systems read of a gate") struct GateProblemTests {
    private func sample(_ name: String) -> GateDecision {
        GateSamples.all.first { $0.name == name }!.decision
    }

    @Test("annotations stand at the lines of the suite, the worst first")
    func annotations() {
        let text = GateAnnotationsOutput().render(sample("regressed"), GateSamples.context)
        let expected = """
            ::error file=suites/ci.yaml,line=10,title=regressed%3A failures of sam::failures of sam: 2 of 20 cells fail anew (seeds 3, 7).
            ::error file=suites/ci.yaml,line=12,title=regressed%3A test accuracy of mixup::test accuracy of mixup: worse.
            ::warning file=suites/ci.yaml,line=12,title=inconclusive%3A test accuracy of sam::test accuracy of sam: undecided.
            ::notice file=suites/ci.yaml,line=12,title=improved%3A test accuracy of swa::test accuracy of swa: better.
            verdict: regressed

            """
        #expect(text == expected)
    }

    @Test("no label ends an annotation or begins another")
    func annotationsAreEscaped() {
        let decision = sample("awkward")
        let lines = GateAnnotationsOutput().render(decision, GateSamples.context).split(separator: "\n")
        #expect(lines.count == 5 + 1 + 1, "statements, a notice and the verdict")
        for line in lines.dropLast() {
            let words = line.components("::")
            // A message may hold colons; a property may not.
            #expect(words.count >= 3 && words[0].isEmpty)
            #expect(words[1].components(",").count == 3, "\(line)")
            #expect(!line.contains("\r"))
        }
        #expect(lines[0].contains("%25"))
    }

    @Test("GitHub shows ten annotations of a kind, so that the tenth says how many more there are")
    func manyAnnotations() {
        let text = GateAnnotationsOutput().render(GateSamples.large(100, regressed: 25), GateSamples.context)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 10 + 1)
        #expect(lines[8].contains("method-11"))
        #expect(lines[9].contains("title=16 more::16 more statements"))
        let ten = GateAnnotationsOutput().render(GateSamples.large(100, regressed: 10), GateSamples.context)
        #expect(ten.split(separator: "\n").count == 10 + 1)
        #expect(!ten.contains("more"))
    }

    @Test("what readers should know beside is in every format that lists problems, ten of a kind at most")
    func notices() throws {
        var decision = sample("regressed")
        decision.notices = ["the baseline changes: worse <by> 1 %"] + (1...9).map { "note \($0)" }
        let lines = GateAnnotationsOutput().render(decision, GateSamples.context).split(separator: "\n")
        let notices = lines.filter { $0.hasPrefix("::notice ") }
        #expect(notices.count == 10)
        #expect(notices[0].hasSuffix("title=gate of ci::the baseline changes: worse <by> 1 %25"))
        #expect(notices[9].contains("title=2 more::"))
        let junit = GateJUnitOutput().render(decision, GateSamples.context)
        #expect(
            junit.contains("</testcase>\n<system-out>the baseline changes: worse &lt;by&gt; 1 %\nnote 1\n"))
        let text = GateSARIFOutput().render(decision, GateSamples.context)
        let sarif = try JSONParser.parse(String(text.dropLast()))
        guard case .array(let runs)? = sarif["runs"], case .array(let invocations)? = runs[0]["invocations"],
            case .array(let notes)? = invocations[0]["toolExecutionNotifications"]
        else {
            Issue.record("no notifications")
            return
        }
        #expect(notes.count == 10 && notes[0]["message"]?["text"]?.text == decision.notices[0])
    }

    @Test("JUnit has a test case for every statement, by verdict")
    func junit() {
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="bench gate ci" tests="2" failures="1" errors="0">
            <testsuite name="bench gate ci" tests="2" failures="1" errors="0" skipped="0">
            <properties>
            <property name="suite" value="ci"/>
            <property name="baseline" value="main"/>
            <property name="verdict" value="inconclusive"/>
            <property name="command" value="bench gate suites/ci.yaml --baseline main"/>
            </properties>
            <testcase classname="gate.ci" name="test.accuracy:sam">
            <failure type="inconclusive" message="test accuracy of sam: undecided.">test accuracy of sam: undecided.</failure>
            </testcase>
            <testcase classname="gate.ci" name="test.accuracy:baseline">
            <system-out>test accuracy of baseline: identical.</system-out>
            </testcase>
            </testsuite>
            </testsuites>

            """
        #expect(GateJUnitOutput().render(sample("inconclusive"), GateSamples.context) == expected)
        let lenient = GateJUnitOutput().render(sample("inconclusive-passes"), GateSamples.context)
        #expect(lenient.contains("failures=\"0\" errors=\"0\" skipped=\"1\""))
        #expect(lenient.contains("<skipped message=\"test accuracy of sam: undecided.\"/>"))
        let nothing = GateJUnitOutput().render(sample("nothing-measured"), GateSamples.context)
        #expect(nothing.contains("tests=\"1\" failures=\"0\" errors=\"1\""))
        let awkward = GateJUnitOutput().render(sample("awkward"), GateSamples.context)
        #expect(!awkward.contains("]]>") && !awkward.contains("<c>"))
    }

    @Test("SARIF has a result for every problem, at its line, with a print that stays")
    func sarif() throws {
        func results(_ decision: GateDecision) throws -> [JSONValue] {
            let text = GateSARIFOutput().render(decision, GateSamples.context)
            let json = try JSONParser.parse(String(text.dropLast()))
            guard json["version"] == "2.1.0", case .array(let runs)? = json["runs"],
                case .array(let results)? = runs[0]["results"]
            else {
                Issue.record("no results")
                return []
            }
            return results
        }
        let problems = try results(sample("regressed"))
        #expect(problems.map { $0["level"]?.text } == ["error", "error", "warning"])
        #expect(
            problems.map { $0["ruleId"]?.text } == ["gate/regressed", "gate/regressed", "gate/inconclusive"])
        let prints = problems.map { $0["partialFingerprints"]?["benchGate/v1"]?.text }
        #expect(Set(prints).count == 3)
        guard case .array(let places)? = problems[1]["locations"] else {
            Issue.record("no place")
            return
        }
        #expect(
            places[0].canonical
                == #"{"physicalLocation":{"artifactLocation":{"uri":"suites/ci.yaml"},"region":{"startLine":12}}}"#
        )
        // The same statement with other numbers is the same alert.
        var later = sample("regressed")
        later.rows[2].sentence = "other numbers"
        #expect(try results(later).map { $0["partialFingerprints"]?["benchGate/v1"]?.text } == prints)
        #expect(try results(sample("pass")).isEmpty)
        #expect(try results(sample("inconclusive-passes")).map { $0["level"]?.text } == ["note"])
        #expect(
            try results(sample("nothing-measured")).map { $0["ruleId"]?.text } == ["gate/nothing-measured"])
        #expect(try results(sample("incomparable")).count == 2)
    }

    @Test("the suite's path is a reference whatever it holds")
    func reference() {
        var context = GateSamples.context
        context.suitePath = "my suites/a:b#ü.yaml"
        let text = GateSARIFOutput().render(sample("regressed"), context)
        #expect(text.contains(#""uri":"my%20suites/a%3Ab%23%C3%BC.yaml""#))
    }

    @Test("values that are drawn over time stand in the file of their direction, costs as well")
    func benchmarkAction() throws {
        let bigger = GateBenchmarkActionOutput(.higher).render(sample("pass"), GateSamples.context)
        let expected = """
            [{"extra":"test accuracy of dropout: withinMargin.","name":"ci: test accuracy of dropout","range":"± 0.0080",\
            "unit":"accuracy","value":0.9113},{"extra":"test accuracy of baseline: identical.",\
            "name":"ci: test accuracy of baseline","range":"± 0.0080","unit":"accuracy","value":0.9123},\
            {"extra":"speed of the suite: −4.9 %, not slower by the margin of 30 %.","name":"ci: speed of the suite",\
            "unit":"steps per iteration","value":0.7788007830714049}]

            """
        #expect(bigger == expected)
        let smaller = GateBenchmarkActionOutput(.lower).render(sample("pass"), GateSamples.context)
        #expect(smaller.contains(#""name":"ci: memory of the suite","unit":"bytes","value":66560"#))
        #expect(
            GateBenchmarkActionOutput(.lower).render(sample("nothing-measured"), GateSamples.context)
                == "[]\n")
    }

    @Test("Bencher's names fit and stay apart")
    func bencher() throws {
        let text = GateBencherOutput().render(sample("pass"), GateSamples.context)
        let json = try JSONParser.parse(String(text.dropLast()))
        #expect(json["ci: dropout"]?["test-accuracy"]?["value"]?.number == 0.9113)
        #expect(json["ci: the suite"]?["memory"]?["value"]?.number == 66560)
        #expect(json["ci: the suite"]?["speed"]?["lower_value"] == nil)
        var decision = sample("pass")
        let long = String(repeating: "x", count: 80)
        for (index, name) in [long + "a", long + "b"].enumerated() {
            decision.rows[index].method = "m"
            decision.rows[index].subject = .metric(
                .init(measure: .init(part: .test, name: name), direction: .higher, margin: .absolute(1)))
        }
        let fitted = try JSONParser.parse(
            String(GateBencherOutput().render(decision, GateSamples.context).dropLast()))
        guard case .object(let measures)? = fitted["ci: m"] else {
            Issue.record("no measures")
            return
        }
        #expect(measures.count == 2)
        #expect(measures.keys.allSatisfy { $0.count == 64 })
    }
}

extension StringProtocol {
    /// The parts between occurrences of a separator.
    fileprivate func components(_ separator: String) -> [String] {
        var parts: [String] = []
        var rest = String(self)
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = String(rest[range.upperBound...])
        }
        return parts + [rest]
    }
}
