import Foundation
import Primitives
import Testing

@Suite("bench export, from outside")
struct ExportCommandTests {
    /// A store of six cells, three of which diverge.
    private func store(in folder: ScratchFolder, name: String = "s.sqlite", jobs: Int = 2) throws -> String {
        let text =
            RunTests.suite()
            + "\noverrides:\n  - {match: {method: baseline}, optimizer: {id: sgd, learning_rate: 1e6}}\n"
        let suite = try folder.write("suite.yaml", text)
        let run = try BenchProcess.run(["run", suite, "--db", folder.path(name), "-j", String(jobs)])
        #expect(run.status == 5, "\(run.error)")
        return folder.path(name)
    }

    @Test("CSV goes to standard output or into a file, the same bytes")
    func csv() throws {
        let folder = try ScratchFolder()
        let store = try store(in: folder)
        let printed = try BenchProcess.run(["export", "--db", store])
        #expect(printed.status == 0, "\(printed.error)")
        #expect(printed.output.hasPrefix("experiment_id,experiment,"))
        #expect(printed.output.contains(",diverged,"))
        let written = try BenchProcess.run(["export", "small", "--db", store, "-o", folder.path("r.csv")])
        #expect(written.status == 0 && written.output.isEmpty, "\(written.error)")
        #expect(try String(contentsOfFile: folder.path("r.csv"), encoding: .utf8) == printed.output)
        let wide = try BenchProcess.run(["export", "1", "--db", store, "--wide"])
        #expect(wide.output.components(separatedBy: "\r\n").count == 8)
        let curves = try BenchProcess.run(["export", "--db", store, "--what", "curves"])
        #expect(curves.output.contains(",1,train,loss,"))
    }

    @Test("the canonical form is the same of two stores that were filled otherwise, and its hash is told")
    func canonical() throws {
        let folder = try ScratchFolder()
        let first = try store(in: folder)
        let second = try store(in: folder, name: "t.sqlite", jobs: 1)
        // Attempts, experiments and environments differ now, results do not.
        let again = try BenchProcess.run(
            ["run", folder.path("suite.yaml"), "--db", second, "--retry-failed"])
        #expect(again.status == 5)
        let a = try BenchProcess.run(["export", "--db", first, "--canonical"])
        let b = try BenchProcess.run(["export", "--db", second, "--canonical"])
        #expect(a.status == 0, "\(a.error)")
        #expect(a.output == b.output)
        #expect(a.error == "sha256 \(SHA256.hash(a.output))\n")
        #expect(a.output.split(separator: "\n").count == 7)
        let all = try BenchProcess.run(
            ["export", "--db", second, "--canonical", "--all-cells", "-o", folder.path("all.jsonl")])
        #expect(all.status == 0, "\(all.error)")
        #expect(try String(contentsOfFile: folder.path("all.jsonl"), encoding: .utf8) == a.output)
    }

    @Test("cells that were not run are in the canonical form, without a status")
    func notRun() throws {
        let folder = try ScratchFolder()
        let store = try store(in: folder)
        let sqlite = try BenchProcess.run(["export", "--db", store, "--canonical"]).output
        #expect(!sqlite.contains(#""status":null"#))
        #expect(sqlite.contains(#""status":"diverged""#) && sqlite.contains(#""status":"completed""#))
    }

    @Test("a folder is new, whole, and named by --output")
    func folders() throws {
        let folder = try ScratchFolder()
        let store = try store(in: folder)
        for format in ["parquet-csv", "mlflow"] {
            let unnamed = try BenchProcess.run(["export", "--db", store, "--format", format])
            #expect(unnamed.status == 64)
            #expect(unnamed.error.contains("--output"))
            let named = try BenchProcess.run(
                ["export", "--db", store, "--format", format, "-o", folder.path(format)])
            #expect(named.status == 0, "\(named.error)")
            let twice = try BenchProcess.run(
                ["export", "--db", store, "--format", format, "-o", folder.path(format)])
            #expect(twice.status == 64)
            #expect(twice.error.contains("not empty"))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("parquet-csv")).sorted()
        #expect(files == ["curves.csv", "predictions.csv", "results.csv", "schema.json"])
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!left.contains { $0.contains("partial") })
        let nowhere = try BenchProcess.run(
            ["export", "--db", store, "--format", "mlflow", "-o", folder.path("no/such/place")])
        #expect(nowhere.status != 0)
        #expect(nowhere.error.contains("no/such/place"))
    }

    @Test("what cannot be exported is refused, and the store is never written over")
    func refusals() throws {
        let folder = try ScratchFolder()
        let store = try store(in: folder)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: store))
        let cases: [(arguments: [String], status: Int32, message: String)] = [
            (["--format", "cvs"], 64, "Did you mean"), (["nothing"], 64, "known: small"),
            (["-o", store], 64, "the store itself"), (["--canonical", "-o", store], 64, "the store itself"),
            (["--canonical", "--format", "csv"], 64, "--canonical"), (["--all-cells"], 64, "--canonical"),
            (["--format", "jsonl", "--wide"], 64, "--wide"),
            (["--format", "mlflow", "--what", "predictions"], 64, "it has: all, results"),
        ]
        for (arguments, status, message) in cases {
            let result = try BenchProcess.run(["export", "--db", store] + arguments)
            #expect(result.status == status, "\(arguments)")
            #expect(result.error.lowercased().contains(message.lowercased()), "\(arguments): \(result.error)")
            #expect(result.output.isEmpty)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: store)) == bytes)
        let missing = try BenchProcess.run(["export", "--db", folder.path("none.sqlite")])
        #expect(missing.status == 65)
    }
}
