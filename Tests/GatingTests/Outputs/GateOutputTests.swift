import Foundation
import Gating
import Primitives
import Records
import Testing

@Suite("The outputs of a gate") struct GateOutputTests {
    @Test("every format writes every decision, the same twice, and ends it with one end of line")
    func everything() {
        for (name, decision) in GateSamples.all {
            for output in GateOutputs.all {
                let text = output.render(decision, GateSamples.context)
                #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(output.format) of \(name)")
                #expect(text == output.render(decision, GateSamples.context))
                let controls = text.unicodeScalars.filter {
                    $0.properties.generalCategory == .control && $0 != "\n"
                }
                let isForPeople = ["text", "markdown", "html", "junit", "github"].contains(output.format)
                #expect(!isForPeople || controls.isEmpty, "\(output.format) of \(name)")
            }
        }
    }

    @Test("formats are found by their names, which are all different")
    func names() throws {
        let names = GateOutputs.all.map(\.format)
        #expect(Set(names).count == names.count)
        for name in names { #expect(try GateOutputs.output(name).format == name) }
        let error = try #require(throws: BenchError.self) { try GateOutputs.output("juint") }
        #expect(error.exitCode == .usage)
        #expect(error.description.contains("did you mean \"junit\""))
    }

    @Test(
        "what is JSON is JSON",
        arguments: [
            "json", "sarif", "github-action-benchmark-smaller", "github-action-benchmark-bigger", "bencher",
        ])
    func json(_ format: String) throws {
        let output = try GateOutputs.output(format)
        for (_, decision) in GateSamples.all {
            let text = output.render(decision, GateSamples.context)
            #expect(Set(decision.rows.map(\.id)).count == decision.rows.count)
            let value = try JSONParser.parse(String(text.dropLast()))
            #expect(value.canonical + "\n" == text)
        }
    }

    @Test("no format is green where the gate is not, and none is red where it is")
    func colour() throws {
        for (name, decision) in GateSamples.all {
            let isRed = decision.exitCode != .success
            let junit = try GateOutputs.output("junit").render(decision, GateSamples.context)
            #expect((junit.contains("<failure ") || junit.contains("<error ")) == isRed, "\(name)")
            let sarif = try GateOutputs.output("sarif").render(decision, GateSamples.context)
            let hasAlert =
                sarif.contains(#""level":"error","locations"#)
                || sarif.contains(#""level":"warning","locations"#)
            #expect(hasAlert == isRed, "\(name)")
            let commands = try GateOutputs.output("github").render(decision, GateSamples.context)
            #expect(
                isRed
                    ? commands.contains("::error ") || commands.contains("::warning ")
                    : !commands.contains("::error "))
        }
    }

    @Test("what people and scripts read ends with the verdict", arguments: ["text", "markdown", "github"])
    func lastLine(_ format: String) throws {
        for (_, decision) in GateSamples.all {
            let text = try GateOutputs.output(format).render(decision, GateSamples.context)
            #expect(
                text.split(separator: "\n").last.map(String.init) == "verdict: \(decision.verdict.rawValue)")
        }
    }

    @Test("gate.json has the numbers with all their digits")
    func numbers() throws {
        let decision = GateSamples.all[2].decision
        let text = GateJSONOutput().render(decision, GateSamples.context)
        let json = try JSONParser.parse(String(text.dropLast()))
        #expect(json["schema_version"] == 1)
        #expect(json["verdict"] == "regressed" && json["exit_code"] == 1)
        #expect(json["n_compared"] == 60 && json["n_failed"] == 0)
        guard case .array(let rows)? = json["rows"] else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count == decision.rows.count)
        #expect(rows[2]["difference"]?["mean"]?.number == -0.031)
        #expect(rows[2]["p_worse"]?.number == 0.00012)
        #expect(rows[2]["subject"]?["margin"]?["absolute"]?.number == 0.01)
        #expect(rows[2]["line"] == 12)
        #expect(json["rules"]?.canonical == decision.rules.canonical.canonical)
    }

    @Test("a decision as the gate makes it stands in every format with all its rows")
    func decided() throws {
        func side(_ shift: Double) -> GateMeasurements {
            let configurations = ["baseline", "sam"].map { method in
                let isShifted = method == "sam"
                let cells = (0..<12).map { seed in
                    let noise = Double((seed * 7) % 5) / 500
                    let values = [
                        GateSamples.accuracy.measure: 0.9 + noise + (isShifted ? shift * (1 + noise) : 0),
                        GateSamples.logLoss.measure: 0.3 - noise,
                    ]
                    return GateMeasurements.Cell(
                        seed: seed, identity: CellIdentity(SHA256.hash("\(method) \(seed)")), values: values,
                        parametersDigest: SHA256.hash("\(method) \(seed) \(isShifted ? shift : 0)"))
                }
                return GateMeasurements.Configuration(
                    labels: .init(dataset: "digits", model: "mlp", method: method),
                    specification: ["method": .string(method)], cells: cells,
                    costs: [.memory: [65540], .speed: [0.8, 0.82, 0.79, 0.81].map { $0 * (1 + shift) }])
            }
            return GateMeasurements(
                suite: "ci", programVersion: "1", numericsVersion: 1, configurations: configurations)
        }
        let decision = Gate.decide(
            baseline: side(0), candidate: side(-0.05), rules: GateSamples.rules,
            options: GateOptions(baselineName: "main"))
        #expect(decision.verdict == .regressed)
        var context = GateSamples.context
        context.listsAll = true
        let text = GateTextOutput().render(decision, context)
        let places = decision.rows.map(\.verdict).filter { $0 == .pass }.count
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("pass ") }.count == places)
        #expect(text.contains("sam"))
        let json = GateJSONOutput().render(decision, GateSamples.context)
        guard case .array(let rows)? = try JSONParser.parse(String(json.dropLast()))["rows"] else {
            Issue.record("no rows")
            return
        }
        #expect(rows.map { $0["id"]?.text } == decision.rows.map(\.id))
        let junit = GateJUnitOutput().render(decision, GateSamples.context)
        #expect(junit.contains("tests=\"\(decision.rows.count)\""))
        try write([("decided", decision)])
    }

    /// Writes samples in every format where GATE_OUTPUTS says, for `scripts/check-gate-outputs`; else nothing.
    private func write(_ samples: [(name: String, decision: GateDecision)]) throws {
        guard let path = ProcessInfo.processInfo.environment["GATE_OUTPUTS"] else { return }
        let folder = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, decision) in samples {
            for output in GateOutputs.all {
                let text = output.render(decision, GateSamples.context)
                try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).\(output.format)"))
            }
        }
    }

    @Test("the samples are written where GATE_OUTPUTS says")
    func files() throws {
        try write(GateSamples.all + [("large", GateSamples.large(400, regressed: 30))])
    }
}
