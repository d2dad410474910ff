import Foundation
import Primitives
import Testing

@Suite("bench run, from outside")
struct RunTests {
    /// A suite of two methods on two moons, long or short.
    static func suite(epochs: Int = 2, seeds: Int = 3, hidden: Int = 8) -> String {
        """
        version: 1
        name: small
        seeds: \(seeds)
        datasets:
          - {id: moons, kind: two-moons, n: 120}
        models:
          - {id: mlp, kind: mlp, hidden: [\(hidden)]}
        methods:
          - baseline
          - {id: dropout, rate: 0.2}
        training: {epochs: \(epochs)}
        """
    }

    /// The cells of `bench run --json`, each as its own canonical text.
    private func cells(_ output: String) throws -> Set<String> {
        guard case .array(let cells)? = try JSONParser.parse(output)["cells"] else { return [] }
        return Set(cells.map(\.canonical))
    }

    @Test("a second run does nothing and says so; a new method trains only its own cells")
    func secondRun() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", Self.suite())
        let first = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.contains("trained 6 of 6 cells"))
        let second = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(second.status == 0)
        #expect(second.output.contains("nothing to do: all 6 cells"))
        try folder.write(
            "suite.yaml",
            Self.suite().replacingOccurrences(of: "training:", with: "  - mixup   # new\ntraining:"))
        let third = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(third.output.contains("trained 3 of 9 cells"))
    }

    @Test("one worker and eight give the same bits")
    func workers() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", Self.suite())
        let one = try BenchProcess.run(["run", suite, "--db", folder.path("1.sqlite"), "-j", "1", "--json"])
        let eight = try BenchProcess.run(["run", suite, "--db", folder.path("8.sqlite"), "-j", "8", "--json"])
        #expect(try cells(one.output).count == 6)
        #expect(try cells(one.output) == cells(eight.output))
    }

    @Test("this build gives the committed golden digests on every instruction-set level")
    func goldenDigests() throws {
        let script = Process()
        script.executableURL = BenchProcess.root.appendingPathComponent("scripts/check-golden-digests")
        script.environment = ProcessInfo.processInfo.environment.merging(
            ["BENCH": BenchProcess.executable.path]) { $1 }
        let output = Pipe()
        script.standardOutput = output
        script.standardError = output
        try script.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        script.waitUntilExit()
        #expect(script.terminationStatus == 0, "\(text)")
    }

    @Test("killed at any moment, the same command goes on and loses nothing", arguments: [0.2, 0.5, 0.9])
    func killed(after seconds: Double) throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", Self.suite(epochs: 40, seeds: 30, hidden: 32))
        let arguments = ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "none"]
        let process = try BenchProcess.start(arguments, in: folder.url)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: seconds)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()

        var stored = 0
        if FileManager.default.fileExists(atPath: folder.path("s.sqlite")) {
            let plan = try BenchProcess.run(["plan", suite, "--db", folder.path("s.sqlite"), "--json"])
            #expect(plan.status == 0, "\(plan.error)")
            stored = 60 - (try JSONParser.parse(plan.output)["new"]?.integer ?? 0)
        }
        let resumed = try BenchProcess.run(arguments + ["--json"])
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(try JSONParser.parse(resumed.output)["reused"]?.integer == stored)
        let doctor = try BenchProcess.run(["doctor", "--db", folder.path("s.sqlite")])
        #expect(doctor.status == 0)
        #expect(doctor.output.contains("sound"))
        let whole = try BenchProcess.run(["run", suite, "--db", folder.path("whole.sqlite"), "--json"])
        #expect(try cells(whole.output) == cells(resumed.output))
    }

    @Test("Ctrl-C lets cells in flight finish, exits with 130 and keeps what is done")
    func interrupted() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", Self.suite(epochs: 300, seeds: 200, hidden: 32))
        let process = try BenchProcess.start(
            ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "plain"], in: folder.url)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        func remaining() throws -> Int {
            let plan = try BenchProcess.run(["plan", suite, "--db", folder.path("s.sqlite"), "--json"])
            return plan.status == 0 ? try JSONParser.parse(plan.output)["new"]?.integer ?? 400 : 400
        }
        while process.isRunning, try remaining() == 400 { Thread.sleep(forTimeInterval: 0.1) }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        #expect(try remaining() > 0 && remaining() < 400)
    }

    @Test("a cell that diverges is stored as such, reported, and gives exit code 5")
    func diverged() throws {
        let folder = try ScratchFolder()
        let text =
            Self.suite()
            + "\noverrides:\n  - {match: {method: baseline}, optimizer: {id: sgd, learning_rate: 1e6}}\n"
        let suite = try folder.write("suite.yaml", text)
        let run = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(run.status == 5)
        #expect(run.output.contains("3 cells diverged"))
        let report = try BenchProcess.run(["report", "--db", folder.path("s.sqlite")])
        #expect(report.status == 0)
        #expect(report.output.contains("the training loss became"))
        let again = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(again.status == 5)
        #expect(again.output.contains("nothing to do"))
        let retried = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite"), "--retry-failed"])
        #expect(retried.output.contains("trained 3 of 6 cells"))
    }

    @Test("two runs at once into one store: the second is told so, exit code 75")
    func secondWriter() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", Self.suite(epochs: 200, seeds: 600, hidden: 32))
        let arguments = ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "none"]
        let process = try BenchProcess.start(arguments, in: folder.url)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !FileManager.default.fileExists(atPath: folder.path("s.sqlite.lock")) {
            Thread.sleep(forTimeInterval: 0.05)
        }
        let second = try BenchProcess.run(arguments)
        #expect(second.status == 75, "\(second.output) \(second.error)")
        #expect(second.error.contains("\(process.processIdentifier)"))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
