import Primitives
import Records
import Suites
import Testing

@Suite("Probes in suites") struct ProbeReadingTests {
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

    @Test(
        "what is wrong is said",
        arguments: [
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
