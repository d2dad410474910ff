import Foundation
import Primitives
import Testing

/// Streams that are closed, disks that are full, models that do not fit, results that are not numbers.
@Suite("Rough handling, from outside")
struct RoughHandlingTests {
    /// Runs the executable through a shell, which can do to its streams what a caller may.
    private func shell(_ command: String, in folder: ScratchFolder) throws -> BenchProcess.Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["BENCH": BenchProcess.executable.path]) { $1 }
        process.currentDirectoryURL = folder.url
        let error = folder.url.appendingPathComponent("stderr")
        try Data().write(to: error)
        process.standardError = try FileHandle(forWritingTo: error)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return .init(
            status: process.terminationStatus, output: "",
            error: try String(contentsOf: error, encoding: .utf8))
    }

    @Test(
        "output that cannot be written is an error, not a trap",
        arguments: [
            ("\"$BENCH\" list >/dev/full", 70), ("\"$BENCH\" list >&-", 0),
            ("\"$BENCH\" doctor --json >/dev/full", 70),
            ("\"$BENCH\" run suite.yaml --db a.sqlite 2>/dev/full", 0),
            ("\"$BENCH\" run suite.yaml --db b.sqlite 2>&-", 0),
            ("\"$BENCH\" run suite.yaml --db c.sqlite >&-", 0),
        ] as [(String, Int32)])
    func brokenStreams(_ command: String, _ status: Int32) throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let folder = try ScratchFolder()
        try folder.write("suite.yaml", RunTests.suite(seeds: 1))
        let result = try shell(command, in: folder)
        #expect(result.status == status, "\(result.error)")
        #expect(!result.error.contains("Fatal"))
    }

    @Test("a run leaves one file, which holds everything")
    func oneFile() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite())
        for store in ["a", "b", "c", "d"] {
            #expect(try BenchProcess.run(["run", suite, "--db", folder.path("\(store).sqlite")]).status == 0)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(files == ["a.sqlite", "b.sqlite", "c.sqlite", "d.sqlite", "suite.yaml"])
    }

    @Test("a model that does not fit into memory is stored as such, and the others are trained")
    func outOfMemory() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write(
            "suite.yaml",
            RunTests.suite(seeds: 1).replacingOccurrences(
                of: "methods:", with: "  - {id: huge, kind: mlp, hidden: [65536, 65536, 65536]}\nmethods:"))
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == 5, "\(result.error)")
        #expect(result.output.contains("2 cells out of memory"), "\(result.output)")
        let report = try BenchProcess.run(["report", "--db", folder.path("s.sqlite")])
        #expect(report.output.contains("GiB"))
    }

    @Test("a convolution that fits into a limited address space is trained, not refused")
    func limitedMemory() throws {
        let folder = try ScratchFolder()
        let places = 64 * 64
        let header = (0..<places).map { "p\($0)" }.joined(separator: ",") + ",y\n"
        let rows = (0..<20).map { row in
            (0..<places).map { "\((row * 31 + $0 * 7) % 13)" }.joined(separator: ",")
                + (row % 2 == 0 ? ",a\n" : ",b\n")
        }
        try folder.write("image.csv", header + rows.joined())
        try folder.write(
            "suite.yaml",
            """
            version: 1
            name: limited
            seeds: 1
            datasets: [{id: image, kind: csv, path: image.csv, target: y, constant_columns: keep}]
            models: [{kind: cnn, shape: [64, 64], channels: [32, 32]}]
            methods: [baseline]
            training: {epochs: 1, batch_size: 12}
            """)
        // In 2 GiB it fits well; in 512 MiB it does not, and is refused before an allocation fails.
        for (kibibytes, status) in [(2_097_152, Int32(0)), (524_288, 5)] {
            let result = try shell(
                "ulimit -v \(kibibytes) && \"$BENCH\" run suite.yaml --db \(kibibytes).sqlite --jobs 1",
                in: folder)
            #expect(result.status == status, "\(kibibytes) KiB: \(result.error)")
        }
    }

    @Test("a cell whose last step ruins it has diverged, and counts in no mean")
    func ruinedByLastStep() throws {
        let folder = try ScratchFolder()
        let text = RunTests.suite(epochs: 1).replacingOccurrences(
            of: "training: {epochs: 1}",
            with: """
                  - {name: broken, stack: [{id: sgd, learning_rate: 1e20}]}
                training: {epochs: 1, batch_size: 72}
                """)
        let suite = try folder.write("suite.yaml", text)
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite"), "--json"])
        #expect(result.status == 5, "\(result.error)")
        #expect(try JSONParser.parse(result.output)["failures"]?["diverged"]?.integer == 3)
        let report = try BenchProcess.run(["report", "--db", folder.path("s.sqlite")])
        #expect(
            report.output.contains("3 cells gave no usable result: broken (3 of 3 on"), "\(report.output)")
        #expect(!report.output.contains("-nan"))
    }

    @Test("report --output follows links, writes to pipes and devices, and spares the store")
    func outputFiles() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite(seeds: 2))
        let store = folder.path("s.sqlite")
        #expect(try BenchProcess.run(["run", suite, "--db", store]).status == 0)
        let plain = try BenchProcess.run(["report", "--db", store])
        #expect(plain.output.contains("\n# Results of small\n"))
        try folder.write("target.md", "old")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.md"), withDestinationPath: folder.path("target.md"))
        for name in ["link.md", "new.md"] {
            #expect(try BenchProcess.run(["report", "--db", store, "-o", folder.path(name)]).status == 0)
        }
        // With figures beside them, they are longer than what goes to standard output.
        for name in ["target.md", "new.md"] {
            let text = try String(contentsOfFile: folder.path(name), encoding: .utf8)
            #expect(text.contains("\n# Results of small\n") && text.contains("-figures/"))
        }
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.md")).hasSuffix(
                "target.md"))
        #expect(try BenchProcess.run(["report", "--db", store, "-o", "-"]).output == plain.output)
        #expect(try BenchProcess.run(["report", "--db", store, "-o", "/dev/null"]).status == 0)
        #expect(try BenchProcess.run(["report", "--db", store, "-o", store]).status == 64)
        #expect(try BenchProcess.run(["report", "--db", store, "-o", folder.url.path]).status == 64)
        #expect(
            try BenchProcess.run(["report", "--db", store, "-o", folder.path("no/such/x.md")]).status == 70)
        #expect(try BenchProcess.run(["report", "--db", store]).output == plain.output)
    }

    @Test(
        "suites that could say nothing are refused",
        arguments: [
            ("exclude: [{method: baseline}]", "baseline"), ("protocol: {primary_metric: rmse}", "rmse"),
            ("protocol: {split: {test: 0.6, validation: 0.5}}", "suite.yaml"),
        ])
    func sayingNothing(_ addition: String, _ word: String) throws {
        let folder = try ScratchFolder()
        let suite = try folder.write("suite.yaml", RunTests.suite() + "\n" + addition + "\n")
        let result = try BenchProcess.run(["run", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == 64, "\(result.error)")
        #expect(result.error.contains(word) && result.error.contains("suite.yaml"), "\(result.error)")
    }

    @Test("a plan of absurd size is still a plan")
    func absurdPlan() throws {
        let folder = try ScratchFolder()
        let suite = try folder.write(
            "suite.yaml",
            RunTests.suite(epochs: 1_000_000).replacingOccurrences(
                of: "hidden: [8]",
                with: "hidden: [\(Array(repeating: "65536", count: 64).joined(separator: ", "))]"))
        let result = try BenchProcess.run(["plan", suite, "--db", folder.path("s.sqlite")])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("hundred years"))
    }
}
