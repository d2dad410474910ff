import Foundation
import Primitives
import Testing

/// `bench verify`, `bench replay` and `bench why`, from outside.
@Suite("bench verify, replay and why, from outside")
struct ReproducingTests {
    /// A folder with a store of the small suite's six cells, and their identities.
    private func folder() throws -> (folder: ScratchFolder, cells: [String]) {
        let folder = try ScratchFolder()
        try folder.write("suite one.yaml", RunTests.suite())
        let run = try BenchProcess.run(
            ["run", "suite one.yaml", "--db", "s.sqlite", "--json"], in: folder.url)
        #expect(run.status == 0, "\(run.error)")
        guard case .array(let cells)? = try JSONParser.parse(run.output)["cells"] else { return (folder, []) }
        return (folder, cells.compactMap { $0["cell"]?.text })
    }

    @Test("verify finds an untouched store identical, with any isolation, and writes nothing")
    func untouched() throws {
        let (folder, _) = try folder()
        let before = try Data(contentsOf: folder.url.appendingPathComponent("s.sqlite"))
        for isolation in ["process", "thread"] {
            let result = try BenchProcess.run(
                ["verify", "s.sqlite", "--all", "--isolation", isolation, "-j", "2"], in: folder.url)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output == "verified 6 of 6 cells: 6 identical\n")
        }
        let sample = try BenchProcess.run(
            ["verify", "--db", "s.sqlite", "--sample", "2", "--seed", "3", "--json"], in: folder.url)
        #expect(try JSONParser.parse(sample.output)["verified"]?.integer == 2)
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("s.sqlite")) == before)
    }

    @Test("verify exits 6 and names the cell whose stored digest has one bit flipped")
    func flipped() throws {
        let (folder, cells) = try folder()
        let file = folder.url.appendingPathComponent("s.sqlite")
        let why = try BenchProcess.run(["why", cells[2], "--db", "s.sqlite", "--json"], in: folder.url)
        guard case .array(let attempts)? = try JSONParser.parse(why.output)["attempts"],
            let digest = attempts.first?["parameters_sha256"]?.text
        else {
            Issue.record("no digest: \(why.error)")
            return
        }
        // In place: the digest stands in the file as text, once.
        var bytes = try Data(contentsOf: file)
        let place = try #require(bytes.range(of: Data(digest.utf8)))
        let last = place.upperBound - 1
        let flipped = UInt8(String(UnicodeScalar(bytes[last])), radix: 16)! ^ 1
        bytes[last] = Array(String(flipped, radix: 16).utf8)[0]
        try bytes.write(to: file)
        let result = try BenchProcess.run(["verify", "s.sqlite", "--all"], in: folder.url)
        #expect(result.status == 6)
        #expect(result.output.contains("MISMATCH \(cells[2])"))
        #expect(result.output.contains("SHA-256 of parameters: stored"))
        #expect(result.output.contains("verified 6 of 6 cells: 5 identical, 1 different"))
        let replay = try BenchProcess.run(["replay", cells[2], "--db", "s.sqlite"], in: folder.url)
        #expect(replay.status == 6)
        #expect(replay.output.contains("NOT the bits of attempt"))
        let other = try BenchProcess.run(
            ["verify", "s.sqlite", "--cell", String(cells[0].prefix(12))], in: folder.url)
        #expect(other.status == 0, "\(other.error)")
        #expect(other.output == "verified 1 of 1 cell: 1 identical\n")
    }

    @Test("replay traces every step, says that the bits are the same, and prints the plan")
    func replay() throws {
        let (folder, _) = try folder()
        let replay = try BenchProcess.run(
            ["replay", "moons/mlp/baseline/1", "--db", "s.sqlite", "--trace", "trace.csv"], in: folder.url)
        #expect(replay.status == 0, "\(replay.error)")
        #expect(replay.output.contains("moons / mlp / baseline / seed 1\n"))
        #expect(replay.output.contains("the same bits as attempt"))
        let trace = try String(contentsOf: folder.url.appendingPathComponent("trace.csv"), encoding: .utf8)
        let lines = trace.split(separator: "\n")
        #expect(
            lines[0].hasPrefix("epoch,step,rows,loss,parameter_norm,update_norm,gradient_norm,train.loss"))
        let steps = try #require(lines.last?.split(separator: ",")[1])
        #expect(lines.count - 1 == Int(steps))
        let few = try BenchProcess.run(
            [
                "replay", "moons / mlp / baseline / seed 1", "--db", "s.sqlite", "--trace", "-", "--every",
                "1000",
                "--format", "jsonl",
            ], in: folder.url)
        // The first step and the last of both epochs.
        #expect(few.output.split(separator: "\n").count == 3)
        #expect(few.error.contains("the same bits as attempt"))
        let plan = try BenchProcess.run(
            ["replay", "moons/mlp/baseline/1", "--db", "s.sqlite", "--plan"], in: folder.url)
        #expect(plan.output.contains("batches of 32"))
        #expect(plan.output.contains("optimiser: sgd"))
    }

    @Test("why shows what led to a number, and the commands it prints work when a shell runs them")
    func why() throws {
        let (folder, cells) = try folder()
        let why = try BenchProcess.run(
            ["why", String(cells[4].prefix(10)), "--db", "s.sqlite"], in: folder.url)
        #expect(why.status == 0, "\(why.error)")
        for part in [
            cells[4], "moons / mlp / dropout", "* epochs: 2 (default 50)", "* n: 120", "numerics version:",
            "shuffle: ", "(counts): completed", "test.accuracy: ", "SHA-256 of parameters: ",
        ] {
            #expect(why.output.contains(part), "\(part)")
        }
        let json = try BenchProcess.run(["why", cells[4], "--db", "s.sqlite", "--json"], in: folder.url)
        guard case .array(let commands)? = try JSONParser.parse(json.output)["commands"] else {
            Issue.record("no commands")
            return
        }
        #expect(commands.count == 3)
        for command in commands.compactMap({ $0["command"]?.text }) {
            #expect(command.hasPrefix("bench "))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", BenchProcess.executable.path + command.dropFirst("bench".count)]
            process.currentDirectoryURL = folder.url
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(command)")
        }
    }

    @Test("a name that fits no cell or several is refused with what there is")
    func names() throws {
        let (folder, _) = try folder()
        func error(_ name: String) throws -> String {
            let result = try BenchProcess.run(["why", name, "--db", "s.sqlite"], in: folder.url)
            #expect(result.status == 64)
            return result.error
        }
        #expect(try error("abc").contains("at least four hexadecimal digits"))
        #expect(try error("ffffffffffff0").contains("no cell whose identity begins with"))
        #expect(try error("moons/mlp/basline/1").contains("moons/mlp/baseline/1"))
        #expect(try BenchProcess.run(["verify", "nothing.sqlite"], in: folder.url).status == 65)
        #expect(
            try BenchProcess.run(["verify", "s.sqlite", "--all", "--sample", "3"], in: folder.url).status
                == 64)
    }
}
