import Foundation
import Primitives
import Testing

@Suite("bench gate --self-test, from outside")
struct GateSelfTestTests {
    private func suite(margin: String, seeds: Int = 6, epochs: Int = 4) -> String {
        """
        version: 1
        name: small
        seeds: \(seeds)
        datasets: [{id: moons, kind: two-moons, n: 80}]
        models: [{kind: mlp, hidden: [4]}]
        methods: [baseline, {id: dropout, rate: 0.2}]
        training: {epochs: \(epochs), batch_size: 16}
        gate: {metrics: [{metric: accuracy, margin: \(margin)}]}
        """
    }

    private func bench(_ folder: ScratchFolder, _ suite: String, _ arguments: String...) throws
        -> BenchProcess.Result
    {
        try folder.write("suite.yaml", suite)
        return try BenchProcess.run(
            ["gate", "suite.yaml", "--self-test", "--progress", "none", "--jobs", "2"] + arguments,
            in: folder.url, environment: ["TMPDIR": folder.url.path])
    }

    @Test("a margin that these seeds see is a gate, and nothing is left behind")
    func gate() throws {
        let folder = try ScratchFolder()
        let result = try bench(folder, suite(margin: "0.2", epochs: 20), "--pool", "12", "--trials", "30")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.hasSuffix("\nself-test: this is a gate\n"))
        #expect(result.output.contains("| 40 % of the training labels are wrong"))
        #expect(result.output.contains("Not planted: no-momentum"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["suite.yaml"])
    }

    @Test("a margin that nothing planted exceeds is refused with exit code 1")
    func wide() throws {
        let folder = try ScratchFolder()
        let result = try bench(folder, suite(margin: "0.9"), "--trials", "30")
        #expect(result.status == 1, "\(result.error)")
        #expect(result.output.contains("the margins are too wide for what this suite can lose"))
    }

    @Test("a margin that these seeds cannot see is refused with exit code 1, and twice in the same words")
    func refused() throws {
        let folder = try ScratchFolder()
        let first = try bench(folder, suite(margin: "0.002"), "--pool", "1", "--trials", "30", "--json")
        #expect(first.status == 1, "\(first.error)")
        #expect(first.error.contains("self-test: refused: a metric that is worse by its margin is found in"))
        let json = try JSONParser.parse(first.output)
        #expect(json["is_gate"] == .boolean(false))
        #expect(!first.error.contains(" seeds, or set"), "no suite can have as many")
        #expect(json["pool"]?.integer == 12)
        #expect(json["seeds_per_gate"]?.integer == 6)
        let second = try bench(
            folder, suite(margin: "0.002"), "--pool", "1", "--trials", "30", "--format", "json",
            "--isolation", "thread", "--jobs", "1")
        #expect(second.output == first.output)
    }

    @Test("wrong usage is said before anything is trained")
    func usage() throws {
        let folder = try ScratchFolder()
        let suite = suite(margin: "0.1")
        for (arguments, message) in [
            (["--baseline", "main"], "compares with no baseline"),
            (["--trials", "0"], "--trials must lie in"),
            (["--out", "junit=x.xml"], "standard output alone"),
            (["--format", "pdf"], "has no format"),
            (["--margin", "0.1"], "--margin is for suites without"),
        ] {
            try folder.write("suite.yaml", suite)
            let result = try BenchProcess.run(
                ["gate", "suite.yaml", "--self-test"] + arguments, in: folder.url)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.error.contains(message), "\(arguments): \(result.error)")
        }
        let none = try BenchProcess.run(["gate", "suite.yaml"], in: folder.url)
        #expect(none.status == 64 && none.error.contains("--self-test"))
    }
}
