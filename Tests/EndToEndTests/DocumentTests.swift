import Foundation
import Primitives
import Testing

@Suite("What is generated and committed")
struct DocumentTests {
    @Test(
        "the generated pages are current: make docs",
        arguments: zip(["methods", "datasets", "probes"], ["--all-methods", "--all-data", "--all-probes"]))
    func pages(name: String, option: String) throws {
        let committed = try String(
            contentsOf: BenchProcess.root.appendingPathComponent("docs/\(name).md"), encoding: .utf8)
        #expect(try BenchProcess.run(["describe", option]).output == committed)
    }

    @Test(
        "every command that prints a table prints JSON too",
        arguments: [
            ["list", "--json"], ["describe", "sam", "--json"], ["doctor", "--json"],
            ["data", "list", "--json"], ["data", "check", "suites/golden.yaml", "--json"],
            ["plan", "suites/quickstart.yaml", "--json"], ["plan", "suites/quickstart.yaml", "--resolved"],
        ])
    func json(_ arguments: [String]) throws {
        let result = try BenchProcess.run(arguments)
        #expect(result.status == 0, "\(result.error)")
        _ = try JSONParser.parse(result.output)
    }

    @Test("what list names, describe describes")
    func describe() throws {
        let listing = try JSONParser.parse(try BenchProcess.run(["list", "--json"]).output)
        for kind in [
            "methods", "models", "datasets", "splits", "corruptions", "preprocessing", "checks", "metrics",
        ] {
            guard case .array(let entries)? = listing[kind] else {
                Issue.record("no \(kind)")
                continue
            }
            #expect(!entries.isEmpty)
            for entry in entries {
                let name = entry["id"]!.text!
                let text = try BenchProcess.run(["describe", name])
                #expect(text.status == 0)
                #expect(text.output.hasPrefix(name))
            }
        }
    }
}
