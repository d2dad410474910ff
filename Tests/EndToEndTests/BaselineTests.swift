import Foundation
import Primitives
import Testing

@Suite("bench baseline, from outside")
struct BaselineTests {
    private static let file = "results/baselines/main.json"

    private func folder(_ suite: String = GateTests.suite(seeds: 2)) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", suite)
        return folder
    }

    private func baseline(_ folder: ScratchFolder, _ arguments: String...) throws -> BenchProcess.Result {
        try BenchProcess.run(["baseline"] + arguments, in: folder.url)
    }

    private func save(
        _ folder: ScratchFolder, _ name: String = "main", store: String = "s.sqlite", _ arguments: String...
    ) throws -> BenchProcess.Result {
        try BenchProcess.run(
            ["baseline", "save", name, "suite.yaml", "--db", store, "--progress", "none"] + arguments,
            in: folder.url)
    }

    private func text(_ folder: ScratchFolder, _ file: String = file) throws -> String {
        try String(contentsOfFile: folder.path(file), encoding: .utf8)
    }

    @Test("save writes a line per cell, the same bytes from any store and any number of jobs") func bytes()
        throws
    {
        let folder = try folder()
        let first = try save(folder, "main", store: "1.sqlite", "-j", "1")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.contains("saved results/baselines/main.json: 4 cells of 2 configurations"))
        #expect(first.output.contains("test.accuracy") && first.output.contains("bench gate suite.yaml"))
        let text = try text(folder)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("{\"seed\":") } == 4)
        #expect(!text.contains(folder.url.path) && !text.contains(ProcessInfo.processInfo.hostName))
        let second = try save(folder, "main", store: "2.sqlite", "-j", "3")
        #expect(second.status == 0, "\(second.error)")
        #expect(second.output.contains("against the file before: the same cells to the last bit"))
        #expect(try self.text(folder) == text)
        // What is stored is not trained again.
        #expect(try save(folder, "main", store: "2.sqlite").error.contains("nothing to do"))
    }

    @Test("saved again, it says what changed; a note and further seeds are kept; --json") func again() throws
    {
        let folder = try folder(GateTests.suite(seeds: 2, gate: ["max_seeds: 3"]))
        #expect(try save(folder, "main", store: "s.sqlite", "--seeds", "2").status == 0)
        let more = try save(folder, "main", store: "s.sqlite", "--note", "why \"not\"")
        #expect(more.output.contains("against the file before: 2 cells added, 4 unchanged"), "\(more.output)")
        #expect(try text(folder).contains("\"note\":\"why \\\"not\\\"\""))
        try folder.write(
            "suite.yaml", GateTests.suite(seeds: 2, methods: ["baseline", "{id: dropout, rate: 0.3}"]))
        let json = try save(folder, "main", store: "s.sqlite", "--json")
        let document = try JSONParser.parse(json.output)
        // The name of the method says its rate: other names, other cells.
        #expect(
            document["cells"]?.integer == 4 && document["change"]?["same"]?.integer == 2, "\(json.output)")
        #expect(document["change"]?["removed"]?.integer == 4 && document["change"]?["added"]?.integer == 2)
    }

    @Test("costs are kept where the suite gates them") func costs() throws {
        let folder = try folder(
            GateTests.suite(
                seeds: 1,
                gate: ["costs:", "  - {cost: memory, margin: 10%}", "  - {cost: speed, margin: 30%}"]))
        let saved = try save(folder)
        #expect(saved.status == 0, "\(saved.error)")
        guard case .array(let configurations)? = try JSONParser.parse(text(folder))["configurations"] else {
            Issue.record("no configurations")
            return
        }
        for configuration in configurations {
            guard case .array(let memory)? = configuration["costs"]?["memory"],
                case .array(let speed)? = configuration["costs"]?["speed"]
            else {
                Issue.record("no costs in \(configuration)")
                continue
            }
            #expect(memory.count == 1 && speed.count == 5)
        }
        #expect(try baseline(folder, "show", "main").output.contains("| memory |"))
    }

    @Test("list, show and rm") func listing() throws {
        let folder = try folder()
        let none = try baseline(folder, "list")
        #expect(none.status == 0 && none.output.contains("bench baseline save"), "\(none.error)")
        #expect(try save(folder, "main", store: "s.sqlite", "--note", "first").status == 0)
        #expect(try save(folder, "v1.0", store: "s.sqlite").status == 0)
        let list = try baseline(folder, "list")
        #expect(list.status == 0 && list.output.contains("| main "), "\(list.output)")
        #expect(list.output.contains("v1.0") && list.output.contains("first"))
        #expect(try JSONParser.parse(baseline(folder, "list", "--json").output)["sections"] != nil)

        let show = try baseline(folder, "show", "main")
        #expect(show.status == 0 && show.output.contains("test.accuracy") && show.output.contains("dropout"))
        #expect(try JSONParser.parse(baseline(folder, "show", "main", "--json").output)["title"] != nil)
        let typo = try baseline(folder, "show", "mian")
        #expect(typo.status == 4 && typo.error.contains("did you mean \"main\""), "\(typo.error)")

        let removed = try baseline(folder, "rm", "v1.0")
        #expect(removed.status == 0 && removed.output == "removed results/baselines/v1.0.json\n")
        #expect(try baseline(folder, "rm", "v1.0").status == 4)
        #expect(!FileManager.default.fileExists(atPath: folder.path("results/baselines/v1.0.json")))
        let outside = try baseline(folder, "rm", "../../suite")
        #expect(outside.status == 64 && FileManager.default.fileExists(atPath: folder.path("suite.yaml")))
    }

    @Test("a file that is broken is named with its line, hides no other, and can be replaced") func broken()
        throws
    {
        let folder = try folder()
        #expect(try save(folder).status == 0)
        #expect(try save(folder, "other").status == 0)
        try folder.write(Self.file, "<<<<<<< HEAD\n" + text(folder))
        let show = try baseline(folder, "show", "main")
        #expect(show.status == 65 && show.error.contains("main.json:1: error: a merge left conflict markers"))
        let list = try baseline(folder, "list")
        #expect(list.status == 65 && list.output.contains("| other "), "\(list.output)")
        try FileManager.default.createDirectory(
            atPath: folder.path("alone"), withIntermediateDirectories: true)
        try folder.write("alone/main.json", "{")
        let alone = try baseline(folder, "list", "--folder", "alone")
        #expect(alone.status == 65 && alone.output.contains("There is none that can be read."))
        let gate = try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--db", "s.sqlite", "--progress", "none"],
            in: folder.url)
        #expect(gate.status == 65 && gate.error.contains("conflict markers"))
        let again = try save(folder)
        #expect(
            again.status == 0
                && again.error.contains(
                    "replacing a file that cannot be read: a merge left conflict markers")
                && !again.error.contains("remedy"), "\(again.error)")
        #expect(try baseline(folder, "show", "main").status == 0)
    }

    @Test("names that are none, a suite without a gate, and a folder of one's own") func names() throws {
        let folder = try folder(RunTests.suite(seeds: 1))
        let wrong = try save(folder, "a/b")
        #expect(wrong.status == 64 && wrong.error.contains("no name of a baseline"))
        let saved = try save(folder, "main", store: "s.sqlite", "--folder", "kept here")
        #expect(
            saved.status == 0 && saved.output.contains("--folder 'kept here' --margin MARGIN"),
            "\(saved.output)")
        let nowhere = try save(folder, "main", store: "s.sqlite", "--folder", "suite.yaml/x")
        #expect(
            nowhere.status == 70 && nowhere.error.contains("Not a directory")
                && nowhere.error.contains("--folder"), "\(nowhere.error)")
        #expect(FileManager.default.fileExists(atPath: folder.path("kept here/main.json")))
        // The primary metric is kept, for a gate with a margin of its own.
        let gate = try BenchProcess.run(
            [
                "gate", "suite.yaml", "--baseline", "main", "--folder", "kept here", "--margin", "0.1",
                "--db",
                "s.sqlite", "--progress", "none",
            ], in: folder.url)
        #expect(gate.status == 0, "\(gate.error)")
        let file = try BenchProcess.run(
            [
                "gate", "suite.yaml", "--baseline", "kept here/main.json", "--margin", "0.1", "--db",
                "s.sqlite",
                "--progress", "none",
            ], in: folder.url)
        #expect(file.status == 0, "\(file.error)")
    }

    @Test("a metric that no dataset has is refused before anything is held to it") func absentMetric() throws
    {
        let folder = try folder(GateTests.suite(seeds: 1, metrics: ["{metric: rmse, margin: 0.1}"]))
        let saved = try save(folder)
        #expect(
            saved.status == 64 && saved.error.contains("no cell has a rmse on the test part"),
            "\(saved.error)")
        #expect(saved.error.contains("suite.yaml:"))
        #expect(!FileManager.default.fileExists(atPath: folder.path(Self.file)))
    }

    @Test("a store is no baseline of itself") func ownStore() throws {
        let folder = try folder()
        #expect(try save(folder).status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("other.sqlite"), withDestinationPath: folder.path("s.sqlite"))
        for name in ["s.sqlite", "./s.sqlite", "other.sqlite"] {
            let gate = try BenchProcess.run(
                ["gate", "suite.yaml", "--baseline", name, "--db", "s.sqlite", "--progress", "none"],
                in: folder.url)
            #expect(gate.status == 64 && gate.error.contains("trains into"), "\(gate.error)")
        }
    }

    @Test("what a gate reads it does not write over") func protected() throws {
        let folder = try folder()
        #expect(try save(folder).status == 0)
        let before = try text(folder)
        for file in [Self.file, "suite.yaml", "s.sqlite"] {
            let gate = try BenchProcess.run(
                [
                    "gate", "suite.yaml", "--baseline", "main", "--db", "s.sqlite", "--progress", "none",
                    "--record", file,
                ], in: folder.url)
            #expect(gate.status == 64, "\(file): \(gate.output)\(gate.error)")
        }
        #expect(try text(folder) == before)
    }

    @Test("an earlier gate's record does not outlive a gate that ends with an error") func staleRecord()
        throws
    {
        let folder = try folder()
        #expect(try save(folder).status == 0)
        try folder.write("gate.json", "{\"verdict\":\"pass\"}")
        try folder.write(Self.file, "{")
        let gate = try BenchProcess.run(
            ["gate", "suite.yaml", "--baseline", "main", "--db", "s.sqlite", "--progress", "none"],
            in: folder.url)
        #expect(gate.status == 65)
        #expect(!FileManager.default.fileExists(atPath: folder.path("gate.json")))
    }
}
