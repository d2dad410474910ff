import Foundation
import Primitives
import Testing

@Suite("What is generated and committed")
struct DocumentTests {
    @Test(
        "the generated pages of data, probes, evaluations and metrics are current: make docs",
        arguments: zip(
            ["datasets", "probes", "evaluations", "metrics"],
            ["--all-data", "--all-probes", "--all-evaluations", "--all-metrics"]))
    func pages(name: String, option: String) throws {
        let committed = try String(
            contentsOf: BenchProcess.root.appendingPathComponent("docs/\(name).md"), encoding: .utf8)
        #expect(try BenchProcess.run(["describe", option]).output == committed)
    }

    @Test("the generated pages of methods are current, and there are no others: make docs")
    func methodPages() throws {
        let folder = try ScratchFolder()
        // A page of a method that is gone, and a file that is none of ours.
        try FileManager.default.createDirectory(
            atPath: folder.path("methods"), withIntermediateDirectories: true)
        try folder.write("methods/no-such-method.md", "")
        try folder.write("methods/notes.txt", "")
        let result = try BenchProcess.run(["describe", "--all-methods", "--output", folder.path("methods")])
        #expect(result.status == 0, "\(result.error)")
        let committed = BenchProcess.root.appendingPathComponent("docs/methods")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("methods")).sorted()
        let expected = try FileManager.default.contentsOfDirectory(atPath: committed.path)
        #expect(names == (expected + ["notes.txt"]).sorted())
        for name in expected where names.contains(name) {
            let (ours, theirs) = try (
                String(contentsOfFile: folder.path("methods/\(name)"), encoding: .utf8),
                String(contentsOf: committed.appendingPathComponent(name), encoding: .utf8)
            )
            #expect(ours == theirs, "docs/methods/\(name)")
        }
    }

    @Test("methods are listed by family and seam, as text, JSON and CSV")
    func listMethods() throws {
        let text = try BenchProcess.run(["list", "methods", "--family", "sharpness"]).output
        #expect(text.contains("sam ") && text.contains("2, gradient; rho") && !text.contains("mixup"))
        let csv = try BenchProcess.run([
            "list", "methods", "--family", "sharpness", "--seam", "gradient", "--format", "csv",
        ]).output.split(separator: "\n")
        #expect(csv.first == "kind,id,family,cost_in_passes,seams,tasks,parameters,summary")
        #expect(
            csv.contains {
                $0.hasPrefix(
                    "methods,sam,sharpness,2,gradient,classification; regression,rho variant ascent_steps,")
            })
        let json = try JSONParser.parse(
            try BenchProcess.run(["list", "methods", "--seam", "gradient", "--format", "json"]).output)
        guard case .array(let entries)? = json["methods"] else {
            Issue.record("no methods")
            return
        }
        #expect(entries.contains { $0["id"]?.text == "sam" })
        #expect(!entries.contains { $0["id"]?.text == "l2" })
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
            "probes", "evaluations",
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
