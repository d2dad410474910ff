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

    /// Writes every sample in every format, for `scripts/check-gate-outputs`.
    @Test(
        "the samples are written where GATE_OUTPUTS says",
        .enabled(if: ProcessInfo.processInfo.environment["GATE_OUTPUTS"] != nil))
    func files() throws {
        let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["GATE_OUTPUTS"]!)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let samples = GateSamples.all + [("large", GateSamples.large(400, regressed: 30))]
        for (name, decision) in samples {
            for output in GateOutputs.all {
                let text = output.render(decision, GateSamples.context)
                try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).\(output.format)"))
            }
        }
    }
}
