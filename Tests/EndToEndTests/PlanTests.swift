import Foundation
import Primitives
import Testing

@Suite("bench plan, from outside")
struct PlanTests {
    private func plan(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["plan", folder.path("suite.yaml"), "--db", folder.path("s.sqlite")] + arguments)
    }

    private func run(_ folder: ScratchFolder) throws {
        let result = try BenchProcess.run(
            ["run", folder.path("suite.yaml"), "--db", folder.path("s.sqlite"), "--progress", "none"])
        #expect(result.status == 0, "\(result.error)")
    }

    @Test("says of each cell whether it is stored, stale and why, or new, and what a run trains")
    func states() throws {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let before = try plan(folder)
        #expect(before.output.contains("cells: 6, 0 stored, 6 new\n"), "\(before.output)")
        #expect(before.output.contains("a run trains 6 cells\n"))
        try run(folder)
        let stored = try plan(folder)
        #expect(
            stored.output.contains("cells: 6, 6 stored, 0 new\na run trains nothing; all 6 with --force\n"))

        // Another rate under the same label, and one more seed.
        try folder.write(
            "suite.yaml",
            RunTests.suite(seeds: 4).replacingOccurrences(
                of: "{id: dropout, rate: 0.2}", with: "{id: dropout, name: dropout rate=0.2, rate: 0.3}"))
        let text = try plan(folder, "--cells").output
        #expect(text.contains("cells: 8, 3 stored, 3 stale, 2 new\n"), "\(text)")
        #expect(text.contains("  stale, 3 cells: methods[0] dropout: rate 0.2 → 0.3\n"))
        #expect(text.contains("(5 cells from stored times, 0 from their arithmetic)"))
        #expect(text.contains("a run trains 5 cells; all 8 with --force\n"))
        #expect(
            text.contains(
                "  stale (methods[0] dropout: rate 0.2 → 0.3)  moons / mlp / dropout rate=0.2 / seed 1\n"))
        #expect(text.contains("  new  moons / mlp / baseline / seed 3\n"))
        let json = try JSONParser.parse(try plan(folder, "--json").output)
        #expect(json["stored"] == 3 && json["stale"] == 3 && json["new"] == 2 && json["failed"] == 0)
        #expect(json["stale_reasons"] == [["reason": "methods[0] dropout: rate 0.2 → 0.3", "cells": 3]])
        guard case .array(let cells)? = json["cells"] else {
            Issue.record("no cells")
            return
        }
        #expect(cells.map { $0["state"]?.text ?? "" }.filter { $0 == "stale" }.count == 3)
        #expect(cells.allSatisfy { ($0["state"] == "stale") == ($0["reason"] != .null) })
        #expect(cells.allSatisfy { ($0["state"] == "stored") == ($0["attempts"] == 1) })
        #expect(cells.allSatisfy { ($0["expected_cpu_seconds"]?.number ?? 0) > 0 })

        // What the run leaves behind is the state that the next plan compares with.
        try run(folder)
        #expect(try plan(folder).output.contains("cells: 8, 8 stored, 0 new\n"))
        // Back again: everything is still there.
        try folder.write("suite.yaml", "# edited\n" + RunTests.suite())
        #expect(try plan(folder).output.contains("cells: 6, 6 stored, 0 new\n"))
    }

    @Test("is about the cells that are selected")
    func selection() throws {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite())
        let text = try plan(folder, "--only", "method=drop*", "--skip", "seed=0", "--cells").output
        #expect(
            text.contains("cells: 6, 2 selected by --only 'method=drop*' --skip seed=0, 0 stored, 2 new\n"),
            "\(text)")
        #expect(text.hasSuffix("dropout rate=0.2 / seed 2\n"))
        let json = try JSONParser.parse(try plan(folder, "--shard", "2/4", "--json").output)
        #expect(json["selected"]?.integer ?? 0 < 3 && json["distinct"] == 6)
        let explained = try plan(folder, "--explain", "--only", "method=baseline")
        #expect(explained.status == 0 && !explained.output.contains("dropout"))
        let steps = try JSONParser.parse(try plan(folder, "--explain", "--json").output)["steps"]
        guard case .array(let steps)? = steps else {
            Issue.record("no steps")
            return
        }
        #expect(Set(steps.compactMap { $0["method"]?.text }) == ["baseline", "dropout rate=0.2"])
        #expect(steps.allSatisfy { $0["batch_size"]?.integer ?? 0 > 0 && $0["cells"] == 3 })
        for (arguments, word) in [
            (["--only", "method=dropot"], "did you mean"), (["--skip", "sed=1"], "did you mean \"seed\""),
            (["--shard", "3/2"], "is no shard"), (["--resolved", "--shard", "1/2"], "--shard"),
        ] {
            let result = try BenchProcess.run(
                ["plan", folder.path("suite.yaml"), "--db", folder.path("s.sqlite")] + arguments)
            #expect(result.status == 64 && result.error.contains(word), "\(result.error)")
        }
    }

    @Test("names cells that this machine's memory cannot hold")
    func memory() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "suite.yaml",
            RunTests.suite().replacingOccurrences(
                of: "hidden: [8]",
                with: "hidden: [\(Array(repeating: "65536", count: 64).joined(separator: ", "))]"))
        let result = try plan(folder, "--cells")
        #expect(result.status == 0, "\(result.error)")
        #expect(
            result.output.contains("memory: 6 cells will not be trained; the first, moons / mlp / baseline"))
        #expect(result.output.contains("(will not be trained: it needs about "), "\(result.output)")
    }
}
