import Foundation
import Primitives
import Testing

/// Faults of cells and of workers: every other result is stored and right, the faulty ones are recorded.
@Suite("runs that survive faults")
struct FaultTests {
    /// The cells of `bench run --json` by method and seed.
    private struct Cells {
        var document: JSONValue
        var byLabel: [String: JSONValue] = [:]

        init(_ output: String) throws {
            document = try JSONParser.parse(output)
            guard case .array(let cells)? = document["cells"] else { return }
            for cell in cells {
                let method = cell["method"]?.text?.split(separator: " ").first ?? ""
                byLabel["\(method) \(cell["seed"]?.integer ?? -1)"] = cell
            }
        }

        func digest(_ label: String) -> String? { byLabel[label]?["parameters_sha256"]?.text }
        func status(_ label: String) -> String? { byLabel[label]?["status"]?.text }
    }

    private func run(
        _ suite: String, in folder: ScratchFolder, store: String, _ more: [String] = [],
        failpoints: String = ""
    ) throws -> (result: BenchProcess.Result, cells: Cells) {
        let result = try BenchProcess.run(
            ["run", suite, "--db", folder.path(store), "--json", "--progress", "none", "-j", "2"] + more,
            in: folder.url, environment: ["BENCH_FAILPOINTS": failpoints])
        return (result, try Cells(result.output))
    }

    private func isSound(_ store: String, in folder: ScratchFolder) throws -> Bool {
        try BenchProcess.run(["doctor", "--db", folder.path(store)]).output.contains("sound")
    }

    @Test(
        "a method that traps, loops, allocates without end or leaves costs only its own cells",
        arguments: [
            ("trap", "crashed", "Index out of range", [String]()),
            ("exit", "crashed", "exited with 3", ["--retries", "0"]),
            ("loop", "timed_out", "longer than 3 s", ["--timeout", "3"]),
            ("allocate", "out_of_memory", "MiB", ["--memory", "300MiB"]),
        ])
    func faultyMethod(fault: String, status: String, cause: String, arguments: [String]) throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 1, seeds: 2, hidden: 4))
        let clean = try run(suite, in: folder, store: "clean.sqlite")
        #expect(clean.result.status == 0, "\(clean.result.error)")
        let faulty = try run(
            suite, in: folder, store: "faulty.sqlite", arguments, failpoints: "\(fault):dropout")
        #expect(faulty.result.status == 5, "\(faulty.result.error)")
        #expect(faulty.cells.document["failures"]?[status]?.integer == 2, "\(faulty.result.output)")
        for label in ["baseline 0", "baseline 1"] {
            #expect(clean.cells.digest(label) != nil)
            #expect(faulty.cells.digest(label) == clean.cells.digest(label))
        }
        for label in ["dropout 0", "dropout 1"] { #expect(faulty.cells.status(label) == status) }
        let report = try BenchProcess.run(["report", "--db", folder.path("faulty.sqlite")])
        #expect(report.output.contains(cause), "\(report.output)")
        #expect(try isSound("faulty.sqlite", in: folder))
        // Later runs leave failed cells alone until they are asked to try again.
        let again = try run(suite, in: folder, store: "faulty.sqlite")
        #expect(again.result.status == 5)
        #expect(again.cells.document["trained"]?.integer == 0)
        let retried = try run(suite, in: folder, store: "faulty.sqlite", ["--retry-failed"])
        #expect(retried.result.status == 0, "\(retried.result.error)")
        #expect(retried.cells.document["trained"]?.integer == 2)
        #expect(retried.cells.digest("dropout 1") == clean.cells.digest("dropout 1"))
    }

    @Test("workers that are killed at random cost their cells a second attempt, and no result a bit")
    func killedWorkers() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 30, seeds: 30, hidden: 16))
        let clean = try run(suite, in: folder, store: "clean.sqlite", ["--isolation", "thread"])
        #expect(clean.result.status == 0, "\(clean.result.error)")
        let process = try BenchProcess.start(
            [
                "run", suite, "--db", folder.path("killed.sqlite"), "--json", "--progress", "none", "-j", "2",
                "--retries", "20",
            ], in: folder.url)
        let output = try ScratchFolder.file()
        defer { try? FileManager.default.removeItem(at: output) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var killed = 0
        while process.isRunning {
            Thread.sleep(forTimeInterval: 0.3)
            if killed < 5, let worker = workers(of: process.processIdentifier).randomElement() {
                kill(worker, SIGKILL)
                killed += 1
            }
        }
        #expect(killed > 0)
        #expect(process.terminationStatus == 0)
        let cells = try Cells(String(contentsOf: output, encoding: .utf8))
        #expect(cells.byLabel.count == 60)
        for (label, cell) in clean.cells.byLabel { #expect(cells.byLabel[label] == cell) }
        #expect(try isSound("killed.sqlite", in: folder))
    }

    @Test("no cell is blamed for the memory that cells before it left behind")
    func memoryOfOthers() throws {
        let folder = try ScratchFolder()
        let text = RunTests.suite(epochs: 1, seeds: 1, hidden: 4).replacing(
            "baseline", with: "label-smoothing")
        let suite = try folder.write("suite.yaml", text)
        let arguments = ["-j", "1", "--order", "suite", "--memory", "350MiB"]
        let (result, cells) = try run(
            suite, in: folder, store: "s.sqlite", arguments, failpoints: "hoard:label-smoothing,spike:dropout"
        )
        #expect(result.status == 0, "\(result.output) \(result.error)")
        #expect(cells.document["trained"]?.integer == 2)
    }

    @Test("a limit that a worker exceeds before its first cell is refused")
    func limitBelowBase() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 1, seeds: 1, hidden: 4))
        let result = try BenchProcess.run(
            ["run", suite, "--db", folder.path("s.sqlite"), "--memory", "3MiB"], in: folder.url)
        #expect(result.status == 64, "\(result.error)")
        #expect(result.error.contains("MiB before its first cell"), "\(result.error)")
    }

    @Test("a second Ctrl-C ends the run at once; no worker is left behind")
    func secondInterruption() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 1, seeds: 1, hidden: 4))
        let process = try BenchProcess.start(
            ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "none", "-j", "2"], in: folder.url,
            environment: ["BENCH_FAILPOINTS": "loop:sgd"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var started: [Int32] = []
        while process.isRunning, started.count < 2 {
            Thread.sleep(forTimeInterval: 0.05)
            started = workers(of: process.processIdentifier)
        }
        Thread.sleep(forTimeInterval: 0.5)
        kill(process.processIdentifier, SIGINT)
        Thread.sleep(forTimeInterval: 0.5)
        #expect(process.isRunning)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(started.allSatisfy { !isRunning($0) })
    }

    @Test("workers end with a coordinator that is killed")
    func killedCoordinator() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 1, seeds: 1, hidden: 4))
        let process = try BenchProcess.start(
            ["run", suite, "--db", folder.path("s.sqlite"), "--progress", "none", "-j", "2"], in: folder.url,
            environment: ["BENCH_FAILPOINTS": "loop:sgd"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var started: [Int32] = []
        while process.isRunning, started.count < 2 {
            Thread.sleep(forTimeInterval: 0.05)
            started = workers(of: process.processIdentifier)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        var patience = 100
        while started.contains(where: isRunning), patience > 0 {
            Thread.sleep(forTimeInterval: 0.05)
            patience -= 1
        }
        #expect(started.count == 2 && started.allSatisfy { !isRunning($0) })
    }

    @Test("--fail-fast ends a run at the first failure")
    func failFast() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(epochs: 1, seeds: 20, hidden: 4))
        let stopped = try run(
            suite, in: folder, store: "s.sqlite", ["--fail-fast", "--retries", "0", "--order", "suite"],
            failpoints: "trap:sgd")
        #expect(stopped.result.status == 5, "\(stopped.result.error)")
        #expect((stopped.cells.document["remaining"]?.integer ?? 0) > 30, "\(stopped.result.output)")
    }

    /// The workers that a process started.
    private func workers(of process: Int32) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.filter { parent(of: $0) == process && isWorker($0) }.sorted()
    }

    /// Not a git that looks up the commit.
    private func isWorker(_ process: Int32) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.hasSuffix("\0worker\0")
            ?? false
    }

    private func parent(of process: Int32) -> Int32? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? Int32(fields[1]) : nil
    }

    /// Whether it is there and no zombie.
    private func isRunning(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return false }
        return text[text.index(after: end)...].split(separator: " ").first != "Z"
    }
}
