import Primitives
import Records
import Suites
import Testing

@Suite("Probes, evaluations and metrics in suites") struct MeasurementReadingTests {
    private var vocabulary: Vocabulary {
        var vocabulary = testVocabulary()
        vocabulary.probes = [
            ComponentDeclaration(id: "norm", family: "probes", summary: "A norm."),
            ComponentDeclaration(
                id: "ball", family: "probes", summary: "A ball.",
                parameters: [
                    ParameterDeclaration("rho", .real(.positive), default: .real(0.5), "Its radius.")
                ]),
        ]
        vocabulary.evaluations = [
            ComponentDeclaration(
                id: "attack", family: "evaluations", summary: "An attack.",
                parameters: [
                    ParameterDeclaration(
                        "radii", .reals(.nonNegative, count: 1...3), default: .reals([0.5]), "Its radii.")
                ])
        ]
        vocabulary.metrics += [
            MetricDeclaration(
                id: "kappa", summary: "Agreement.", formula: "", direction: .higher, tasks: [.classification],
                recording: .onRequest),
            MetricDeclaration(
                id: "coverage", summary: "Coverage.", formula: "", direction: .lower, tasks: [.regression],
                recording: .onRequest, target: 0.9),
            MetricDeclaration(
                id: "ece", summary: "Calibration.", formula: "", direction: .lower, tasks: [.classification],
                recording: .atEnd),
        ]
        return vocabulary
    }

    private func read(_ probes: String) throws -> Suite {
        try Suite.parse(
            text: small("protocol: {\(probes)}"), path: "suite.yaml", vocabulary: vocabulary)
    }

    private func cells(_ suite: Suite) -> PlannedCells {
        let hash = SHA256.hash("x")
        return suite.cells(
            contentHashes: Dictionary(uniqueKeysWithValues: suite.datasets.map { ($0.label, hash) }),
            numericsVersion: 1)
    }

    @Test("names and mappings are read in order, with defaults")
    func reading() throws {
        let suite = try read("probes: [norm, {id: ball, rho: 2}]")
        #expect(suite.probes.map(\.id) == ["norm", "ball"])
        #expect(suite.probes[1].arguments.real("rho") == 2)
        #expect(try read("probes: [ball]").probes[0].arguments.real("rho") == 0.5)
        #expect(suite.resolved["protocol"]?["probes"] != nil)
    }

    @Test("without probes a cell's canonical form does not speak of them; with them it is another cell")
    func identity() throws {
        let plain = cells(try read("primary_metric: accuracy"))
        let empty = cells(try read("probes: []"))
        let probed = cells(try read("probes: [ball]"))
        #expect(plain.map(\.identity) == empty.map(\.identity))
        #expect(plain[0].specification.canonical["probes"] == nil)
        #expect(probed[0].specification.canonical["probes"] != nil)
        #expect(Set(plain.map(\.identity)).isDisjoint(with: probed.map(\.identity)))
        #expect(
            try read("probes: [ball]").resolved != read("probes: [{id: ball, rho: 1}]").resolved)
        #expect(try read("probes: []").resolved["protocol"]?["probes"] == nil)
    }

    @Test("evaluations are read with lists of numbers, and make another cell")
    func evaluations() throws {
        let suite = try read("evaluations: [{id: attack, radii: [0, 1e-1]}]")
        #expect(suite.evaluations[0].arguments.reals("radii") == [0, 0.1])
        #expect(suite.resolved["protocol"]?["evaluations"] != nil)
        let canonical = cells(suite)[0].specification.canonical
        #expect(
            canonical["evaluations"]?.canonical
                == #"[{"id":"attack","parameters":{"radii":[0,0.1]},"version":1}]"#)
        let plain = cells(try read("evaluations: []"))
        #expect(plain[0].specification.canonical["evaluations"] == nil)
        #expect(plain.map(\.identity) == cells(try read("primary_metric: accuracy")).map(\.identity))
        #expect(Set(plain.map(\.identity)).isDisjoint(with: cells(suite).map(\.identity)))
    }

    @Test("metrics are read in the order of the catalogue; standard ones make no other cell")
    func metrics() throws {
        #expect(try read("metrics: [coverage, kappa]").metrics == ["kappa", "coverage"])
        #expect(try read("metrics: all").metrics == ["kappa", "coverage"])
        #expect(try read("metrics: [ece, accuracy]").metrics == [])
        let plain = cells(try read("metrics: [ece]"))
        #expect(plain[0].specification.canonical["metrics"] == nil)
        let asked = cells(try read("metrics: [kappa, ece]"))
        #expect(asked[0].specification.canonical["metrics"]?.canonical == #"["kappa"]"#)
        #expect(plain[0].identity != asked[0].identity)
        // What decides is recorded.
        #expect(try read("primary_metric: kappa").metrics == ["kappa"])
    }

    @Test("a specification with them is read back")
    func readBack() throws {
        let specification = cells(
            try read("metrics: [kappa], evaluations: [attack], probes: [norm]"))[0].specification
        let read = try CellSpecification(
            reading: specification.canonical, numericsVersion: 1, vocabulary: vocabulary)
        #expect(read == specification)
        var lacking = vocabulary
        lacking.metrics.removeAll { $0.id == "kappa" }
        let error = try #require(throws: BenchError.self) {
            try CellSpecification(
                reading: specification.canonical, numericsVersion: 1, vocabulary: lacking)
        }
        #expect(error.diagnostics[0].message.contains("no metric \"kappa\""))
    }

    @Test(
        "what is wrong is said",
        arguments: [
            ("metrics: [kapa]", "did you mean \"kappa\""),
            ("metrics: kappa", "expects a list of names or all"),
            ("metrics: [kappa, kappa]", "stands twice"), ("metrics: {kappa: 1}", "expects a list"),
            ("primary_metric: coverage", "cannot decide"),
            ("evaluations: [atack]", "did you mean \"attack\""), ("evaluations: attack", "expects a list"),
            ("evaluations: [{id: attack, radii: [-1]}]", "[0, ∞)"),
            ("evaluations: [{id: attack, radii: []}]", "1 to 3 entries"),
            ("evaluations: [{id: attack, radii: 1}]", "a list of numbers"),
            ("evaluations: [{id: attack, radii: [a]}]", "a list of numbers"),
            ("evaluations: [attack, attack]", "stands twice"),
            ("probes: [bal]", "did you mean \"ball\""), ("probes: ball", "expects a list"),
            ("probes: [{rho: 1}]", "needs the key \"id\""),
            ("probes: [{id: ball, roh: 1}]", "did you mean \"rho\""),
            ("probes: [{id: ball, rho: 0}]", "(0, ∞)"), ("probes: [norm, norm]", "stands twice"),
            ("probes: [{id: ball, rho: [1, 2]}]", "expects a number"),
        ])
    func faults(_ text: String, _ words: String) throws {
        let error = try #require(throws: BenchError.self) { try read(text) }
        let messages = error.diagnostics.map { "\($0)" }.joined(separator: "\n")
        #expect(messages.contains(words), "\(messages)")
    }
}
