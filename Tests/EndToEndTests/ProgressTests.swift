import Foundation
import Primitives
import Testing

@Suite("How far a run is, from outside")
struct ProgressTests {
    @Test("a run under way is told by bench status and bench watch; killed, that is told, and how to go on")
    func life() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 100_000, seeds: 300, hidden: 32))
        let database = folder.path("s.sqlite")
        let none = try BenchProcess.run(["status", "--db", database])
        #expect(none.status == 65 && none.error.contains("there is no store"))
        let process = try BenchProcess.start(
            ["run", suite, "--db", database, "--progress", "none", "-j", "2"], in: folder.url)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        func status() throws -> JSONValue {
            let result = try BenchProcess.run(["status", "--db", database, "--json"])
            return result.status == 0 ? try JSONParser.parse(result.output) : .null
        }
        func hasLearnt(_ status: JSONValue) -> Bool {
            guard status["state"]?.text == "running", case .array(let workers)? = status["run"]?["workers"]
            else {
                return false
            }
            return workers.contains { ($0["cell"]?["epoch"]?.integer ?? 0) > 0 }
        }
        var seen = try status()
        while process.isRunning, !hasLearnt(seen) {
            Thread.sleep(forTimeInterval: 0.1)
            seen = try status()
        }
        #expect(seen["process_id"]?.integer == Int(process.processIdentifier))
        #expect(seen["experiment"]?["total"]?.integer == 600)
        let watch = try BenchProcess.run(["watch", "--db", database, "--json"])
        #expect(watch.status == 0, "\(watch.error)")
        #expect(try JSONParser.parse(watch.output)["running"] == .boolean(true))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let dead = try BenchProcess.run(["status", "--db", database])
        #expect(dead.status == 0)
        #expect(dead.output.hasPrefix("interrupted: "), "\(dead.output)")
    }

    @Test("a finished run: status, curves printed once, and the errors for curves there are not")
    func finished() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 3))
        let database = folder.path("s.sqlite")
        let run = try BenchProcess.run(["run", suite, "--db", database, "--progress", "json"])
        #expect(run.status == 0, "\(run.error)")
        let events = try run.error.split(separator: "\n").map { try JSONParser.parse(String($0)) }
        #expect(events.first?["event"]?.text == "begin" && events.last?["event"]?.text == "end")
        #expect(events.count { $0["event"]?.text == "ended" } == 6)
        #expect(!FileManager.default.fileExists(atPath: database + ".status.json"))
        let status = try BenchProcess.run(["status", "--db", database])
        #expect(status.status == 0)
        #expect(
            status.output.hasPrefix(
                "finished: no run is under way\nexperiment 1 (small): 6 cells, 6 completed\n"))
        let watch = try BenchProcess.run(["watch", "--db", database], environment: ["LC_ALL": "C"])
        #expect(watch.status == 0, "\(watch.error)")
        #expect(
            watch.output.contains("mean of 3") && watch.output.contains("+1-")
                && !watch.output.contains("\u{1B}"))
        let wrong = try BenchProcess.run(["watch", "--db", database, "--metric", "validation.acuracy"])
        #expect(wrong.status == 64 && wrong.error.contains("validation.accuracy"))
        let nobody = try BenchProcess.run(["watch", "--db", database, "--cell", "zz"])
        #expect(nobody.status == 4, "\(nobody.error)")
    }

    @Test("interrupted, every line of --progress json is still an event, the last one the end")
    func interrupted() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 300, seeds: 300, hidden: 32))
        let error = folder.path("events")
        try folder.write("events", "")
        let process = try BenchProcess.start(
            ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "json", "-j", "2"], in: folder.url)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: error))
        try process.run()
        while process.isRunning, !(try String(contentsOfFile: error, encoding: .utf8)).contains("\"ended\"") {
            Thread.sleep(forTimeInterval: 0.05)
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        let text = try String(contentsOfFile: error, encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        let events = try text.split(separator: "\n").map { try JSONParser.parse(String($0))["event"]?.text }
        #expect(events.contains("message") && events.last == "end", "\(events.suffix(4))")
    }
}
