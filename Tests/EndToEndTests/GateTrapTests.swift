import Foundation
import Primitives
import Testing

@Suite("bench gate, from outside: what may not change a decision or outlive it")
struct GateTrapTests {
    private func folder(_ suite: String, _ arguments: String...) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", suite)
        let saved = try BenchProcess.run(
            ["baseline", "save", "main", "suite.yaml", "--db", "base.sqlite", "--progress", "none"]
                + arguments,
            in: folder.url)
        #expect(saved.status == 0, "\(saved.error)")
        return folder
    }

    private func gate(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--db", "gate.sqlite", "--progress", "none"]
                + arguments, in: folder.url)
    }

    private func record(_ folder: ScratchFolder) throws -> JSONValue {
        try JSONParser.parse(String(contentsOfFile: folder.path("gate.json"), encoding: .utf8))
    }

    @Test("until decided, seeds that the store happens to have decide nothing") func storedSeeds() throws {
        let folder = try folder(GateTests.suite(seeds: 2, gate: ["max_seeds: 4"]))
        #expect(try gate(folder, "--seeds", "4").status == 0)
        #expect(try record(folder)["n_compared"]?.integer == 8)
        #expect(try gate(folder, "--until-decided").status == 0)
        #expect(try record(folder)["n_compared"]?.integer == 4)
    }

    @Test("until decided, no more seeds than the suite allows") func mostSeeds() throws {
        let folder = try folder(GateTests.suite(seeds: 2, gate: ["max_seeds: 4"]), "--seeds", "7")
        let file = "results/baselines/main.json"
        let text = try String(contentsOfFile: folder.path(file), encoding: .utf8)
        let pattern = try Regex("\"test.accuracy\": ?(-?[0-9.eE+-]+)", as: (Substring, Substring).self)
        var number = 0
        try folder.write(
            file,
            text.replacing(pattern) { match in
                number += 1
                return
                    "\"test.accuracy\":\(Double(match.output.1)! + (number.isMultiple(of: 2) ? 0.13 : -0.1))"
            })
        let result = try gate(folder, "--until-decided")
        #expect(result.status == 3, "\(result.output)\(result.error)")
        #expect(try record(folder)["n_compared"]?.integer == 8)
    }

    @Test("a seed left out of one configuration is refused before anything is trained") func excluded() throws
    {
        let folder = try ScratchFolder()
        try folder.write(
            "suite.yaml", GateTests.suite(seeds: 3) + "\nexclude:\n  - {method: baseline, seed: 1}\n")
        let result = try gate(folder)
        #expect(
            result.status == 64 && result.error.contains("every seed in every configuration"),
            "\(result.output)\(result.error)")
        #expect(result.error.contains("without seed 1"), "\(result.error)")
    }

    @Test("options that are wrong leave no record of an earlier gate") func staleRecord() throws {
        let folder = try folder(GateTests.suite(seeds: 1))
        for wrong in ["junitt=gate.xml", "junit", "junit=./gate.json"] {
            try folder.write("gate.json", "{\"verdict\":\"pass\"}")
            let result = try gate(folder, "--out", wrong)
            #expect(result.status == 64, "\(wrong): \(result.output)\(result.error)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("gate.json")), "\(wrong)")
        }
        let twice = try gate(folder, "--out", "junit=a.xml", "--out", "sarif=a.xml")
        #expect(twice.status == 64 && twice.error.contains("one file"), "\(twice.error)")
    }

    @Test(
        "an earlier file that cannot be removed ends the gate before it trains",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/comm")))
    func unremovable() throws {
        let folder = try folder(GateTests.suite(seeds: 1))
        for option in [["--record", "/proc/self/comm"], ["--out", "junit=/proc/self/comm"]] {
            let result = try BenchProcess.run(
                ["gate", "suite.yaml", "--baseline", "main", "--db", "gate.sqlite"] + option, in: folder.url)
            #expect(result.status == 70 && result.error.contains("cannot remove"), "\(result.error)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("gate.sqlite")))
        }
    }

    @Test("a file that cannot be written keeps the verdict from nobody") func unwritable() throws {
        let folder = try folder(GateTests.suite(seeds: 1))
        let result = try gate(folder, "--out", "junit=missing/gate.xml")
        #expect(result.status == 70 && result.output.hasSuffix("verdict: pass\n"), "\(result.output)")
        #expect(result.error.contains("missing/gate.xml"), "\(result.error)")
        #expect(try record(folder)["verdict"]?.text == "pass")
    }
}
