import Primitives
import Records
import Suites
import Testing

@Suite("The section gate") struct GateSectionTests {
    /// The usual vocabulary with a probe, an evaluation and two metrics on request, one of them with a target.
    private var vocabulary: Vocabulary {
        var vocabulary = testVocabulary()
        vocabulary.probes = [ComponentDeclaration(id: "norm", family: "probes", summary: "A norm.")]
        vocabulary.evaluations = [
            ComponentDeclaration(id: "attack", family: "evaluations", summary: "An attack.")
        ]
        vocabulary.metrics += [
            MetricDeclaration(
                id: "kappa", summary: "Agreement.", formula: "", direction: .higher, tasks: [.classification],
                recording: .onRequest),
            MetricDeclaration(
                id: "aurc", summary: "Risk.", formula: "", direction: .lower, tasks: [.classification],
                recording: .onRequest),
            MetricDeclaration(
                id: "coverage", summary: "Coverage.", formula: "", direction: .lower, tasks: [.regression],
                recording: .onRequest, target: 0.9),
        ]
        return vocabulary
    }

    private func read(_ lines: String) throws -> Suite { try parse(small(lines), vocabulary: vocabulary) }

    @Test("everything that can be said is read, with the lines where it stands")
    func everything() throws {
        let suite = try read(
            """
            gate:
              metrics:
                - {metric: accuracy, margin: 0.01}
                - {metric: nll, part: validation, direction: lower, margin: 2.5 %}
              costs:
                - {cost: memory, margin: 10%}
                - {cost: speed, margin: 30%}
              by: suite
              alpha: 0.01
              power: 0.9
              failures: 0.02
              bits: same
              inconclusive: pass
              max_seeds: 40
            """)
        let expected = GateRules(
            metrics: [
                .init(
                    measure: .init(part: .test, name: "accuracy"), direction: .higher,
                    margin: .absolute(0.01),
                    line: 9),
                .init(
                    measure: .init(part: .validation, name: "nll"), direction: .lower,
                    margin: .relative(0.025), line: 10),
            ],
            costs: [
                .init(cost: .memory, margin: 0.1, line: 12), .init(cost: .speed, margin: 0.3, line: 13),
            ],
            scope: .suite, alpha: 0.01, power: 0.9, failureMargin: 0.02, requiresSameBits: true,
            inconclusivePasses: true, mostSeeds: 40, line: 7)
        #expect(suite.gate == expected)
    }

    @Test("what is not said has its default, and a suite without a gate says nothing of one")
    func defaults() throws {
        let rules = try #require(try read("gate: {metrics: [{metric: accuracy, margin: 1%}]}").gate)
        #expect(rules.scope == .method && rules.alpha == 0.05 && rules.power == 0.8)
        #expect(rules.failureMargin == 0 && !rules.requiresSameBits && !rules.inconclusivePasses)
        #expect(rules.costs.isEmpty && rules.mostSeeds == nil && rules.line == 7)
        #expect(rules.metrics[0].measure.part == .test)
        let plain = try read("")
        #expect(plain.gate == nil && plain.resolved["gate"] == nil)
    }

    @Test("the resolved suite has the gate with its defaults and without lines")
    func resolved() throws {
        let suite = try read(
            "gate: {metrics: [{metric: accuracy, margin: 1%}], costs: [{cost: speed, margin: 30%}]}")
        #expect(
            suite.resolved["gate"]?.canonical
                == #"{"alpha":0.05,"bits":"any","by":"method","#
                + #""costs":[{"cost":"speed","direction":"higher","margin":{"relative":0.3}}],"#
                + #""failures":0,"inconclusive":"fail","max_seeds":null,"#
                + #""metrics":[{"direction":"higher","margin":{"relative":0.01},"metric":"accuracy","part":"test"}],"#
                + #""power":0.8}"#)
        var without = suite.resolved
        if case .object(var members) = without {
            members["gate"] = nil
            without = .object(members)
        }
        #expect(without == (try read("")).resolved)
    }

    @Test("a metric on request that is gated is recorded, in the order of the catalogue and once")
    func onRequest() throws {
        #expect(try read("gate: {metrics: [{metric: aurc, margin: 1}]}").metrics == ["aurc"])
        let both = try read(
            "protocol: {metrics: [aurc]}\ngate: {metrics: [{metric: aurc, margin: 1}, {metric: kappa, margin: 1}]}"
        )
        #expect(both.metrics == ["kappa", "aurc"])
        #expect(try read("gate: {metrics: [{metric: accuracy, margin: 1}]}").metrics == [])
    }

    @Test("values of the suite's probes and evaluations can be gated on the part where they are")
    func measured() throws {
        let suite = try read(
            """
            protocol: {probes: [norm], evaluations: [attack]}
            gate:
              metrics:
                - {metric: norm, direction: lower, margin: 5%}
                - {metric: norm/hidden.0.weight, part: train, direction: lower, margin: 5%}
                - {metric: attack/0.1/accuracy, margin: 0.02}
                - {metric: attack/radius, direction: higher, margin: 0.1}
            """)
        let rules = try #require(suite.gate)
        #expect(rules.metrics.map(\.measure.part) == [.train, .train, .test, .test])
        #expect(rules.metrics.map(\.direction) == [.lower, .lower, .higher, .higher])
    }

    @Test(
        "what is wrong with such a name is said",
        arguments: [
            (
                "norm, direction: lower", "{}", "does not have the probe \"norm\"",
                "add norm to protocol.probes"
            ),
            ("attack/1/accuracy", "{}", "does not have the evaluation", "add attack to protocol.evaluations"),
            ("norm", "{probes: [norm]}", "which way \"norm\" is better", "direction: higher"),
            ("norm, part: test, direction: lower", "{probes: [norm]}", "measured on train, not on test", ""),
            ("attack", "{evaluations: [attack]}", "no value of the evaluation", "bench describe attack"),
            ("attack/, direction: lower", "{evaluations: [attack]}", "no value of the evaluation", ""),
            ("attack/1/coverage", "{evaluations: [attack]}", "cannot be gated", ""),
            ("coverage", "{}", "cannot be gated: it should be 0.9", "another metric"),
        ])
    func wrongNames(_ metric: String, _ measured: String, _ words: String, _ remedy: String) throws {
        let text = "protocol: \(measured)\ngate: {metrics: [{metric: \(metric), margin: 1}]}"
        let error = try #require(throws: BenchError.self) { try read(text) }
        #expect(error.diagnostics.count == 1)
        #expect(error.description.contains("dir/suite.yaml:8:"))
        #expect(error.description.contains(words), "\(error)")
        #expect(error.description.contains(remedy), "\(error)")
    }
}
