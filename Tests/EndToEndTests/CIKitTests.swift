import Foundation
import Primitives
import Testing

@Suite("bench init --ci, from outside")
struct CIKitTests {
    @Test(
        "the workflow is written where that CI looks for it, once; a second time only when told",
        arguments: [
            ("github", ".github/workflows/bench.yml"), ("gitlab", ".gitlab/bench.gitlab-ci.yml"),
            ("make", "bench.mk"),
        ])
    func written(_ kind: String, _ path: String) throws {
        let folder = try ScratchFolder()
        let arguments = [
            "init", "--ci", kind, "--suite", "mine.yaml", "--baseline", "trunk", "--source",
            "https://example.org/bench.git", "--revision", "v1",
        ]
        let first = try BenchProcess.run(arguments, in: folder.url)
        #expect(first.status == 0 && first.output.contains("wrote \(path); next:"), "\(first.error)")
        let text = try String(contentsOfFile: folder.path(path), encoding: .utf8)
        #expect(text.contains("gate mine.yaml --baseline trunk"))
        let second = try BenchProcess.run(arguments, in: folder.url)
        #expect(second.status == 64 && second.error.contains("exists already"), "\(second.error)")
        #expect(try BenchProcess.run(arguments + ["--force"], in: folder.url).status == 0)
    }

    @Test("the sources have to come from somewhere, and the kind and the words are checked") func refused()
        throws
    {
        let folder = try ScratchFolder()
        let none = try BenchProcess.run(["init", "--ci", "github"], in: folder.url)
        #expect(none.status == 64 && none.error.contains("--source"), "\(none.error)")
        let unknown = try BenchProcess.run(["init", "--ci", "githb", "--source", "x"], in: folder.url)
        #expect(unknown.status == 64 && unknown.error.contains("did you mean \"github\""), "\(unknown.error)")
        let odd = try BenchProcess.run(
            ["init", "--ci", "make", "--source", "x", "--suite", "$(id).yaml"], in: folder.url)
        #expect(odd.status == 64 && odd.error.contains("--suite"), "\(odd.error)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("bench.mk")))
        let own = try BenchProcess.run(["init", "--ci", "make", "-o", "-"])
        #expect(own.status == 0 && own.output.contains("\n\tscripts/install-dependencies\n"), "\(own.error)")
    }

    @Test("what make runs is what it says: the rules pass and stop by the gate") func make() throws {
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", GateTests.suite(seeds: 2))
        let written = try BenchProcess.run(
            ["init", "--ci", "make", "--source", "x", "--suite", "suite.yaml"], in: folder.url)
        #expect(written.status == 0, "\(written.error)")
        func make(_ target: String, _ variables: String...) throws -> Int32 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            // The program is there already: nothing is fetched or built.
            process.arguments =
                [
                    "make", "-s", "-f", "bench.mk", "-o", "bench-build", target,
                    "BENCH=\(BenchProcess.executable.path)",
                ] + variables
            process.currentDirectoryURL = folder.url
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        #expect(try make("bench-gate") == 2)
        #expect(try make("bench-baseline") == 0)
        #expect(try make("bench-gate") == 0)
        let record = try JSONParser.parse(String(contentsOfFile: folder.path("gate.json"), encoding: .utf8))
        #expect(record["verdict"]?.text == "pass")
        #expect(FileManager.default.fileExists(atPath: folder.path("gate.xml")))
        // There is no such revision, as the folder is no repository.
        #expect(try make("bench-gate", "BENCH_BEFORE=HEAD") == 2)
    }
}
