import Foundation
import Primitives
import Testing

@Suite("No result depends on the schedule")
struct ScheduleInvarianceTests {
    /// 60 small cells: classification and regression, two models, a pipeline, and a method that diverges.
    static let suite = """
        version: 1
        name: invariant
        seeds: 3
        datasets:
          - {id: moons, kind: two-moons, n: 80}
          - {id: friedman, kind: friedman-1, n: 70}
        models:
          - {id: mlp, kind: mlp, hidden: [8]}
          - {id: linear, kind: linear}
        methods:
          - baseline
          - {id: dropout, rate: {schedule: linear, from: 0, to: 0.3}}
          - {id: mixup, alpha: 0.4}
          - {name: far, id: sgd, learning_rate: 1.0e+12}
          - {id: swa, start: 0.5}
        training: {epochs: 3}
        """

    private let folder: ScratchFolder
    private let suite: String
    private let expected: String

    init() throws {
        folder = try ScratchFolder()
        suite = try folder.write("suite.yaml", Self.suite)
        expected = try Self.export(Self.run(suite, in: folder, "plain", ["--jobs", "1", "--order", "suite"]))
    }

    /// Runs the suite into a new store and returns its path.
    private static func run(
        _ suite: String, in folder: ScratchFolder, _ name: String, _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> String {
        let store = folder.path(name + ".sqlite")
        let run = try BenchProcess.run(
            ["run", suite, "--db", store, "--progress", "none"] + arguments, environment: environment)
        // Some cells diverge on purpose.
        #expect(run.status == 5, "\(arguments): \(run.error)")
        return store
    }

    private static func export(_ store: String, environment: [String: String] = [:]) throws -> String {
        let export = try BenchProcess.run(
            ["export", "--db", store, "--canonical", "--all-cells"], environment: environment)
        #expect(export.status == 0, "\(export.error)")
        return export.output
    }

    private func check(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let store = try Self.run(suite, in: folder, name, arguments, environment: environment)
        #expect(try Self.export(store, environment: environment) == expected, "\(arguments) \(environment)")
    }

    @Test("what is compared has every cell, and some that diverge")
    func expectations() {
        let lines = expected.split(separator: "\n")
        #expect(lines.count == 61)
        #expect(!expected.contains(#""status":null"#))
        #expect(lines.count { $0.hasSuffix(#""status":"diverged"}"#) } > 0)
        #expect(lines.count { $0.hasSuffix(#""status":"completed"}"#) } >= 40)
    }

    @Test("jobs, order, isolation, hashing and instruction set leave every byte alone")
    func schedules() throws {
        try check("two", ["--jobs", "2"])
        try check("eight", ["--jobs", "8", "--order", "longest"])
        for seed in 1...3 {
            try check(
                "shuffled-\(seed)", ["--jobs", "2", "--order", "shuffled", "--schedule-seed", "\(seed)"])
        }
        try check("threads", ["--jobs", "3", "--isolation", "thread"])
        try check("hashing", ["--jobs", "2"], environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
        try check("baseline", ["--jobs", "2"], environment: ["BENCH_ISA": "baseline"])
    }

    @Test("killed at ten random moments and begun again, a run ends with the same bytes")
    func killed() throws {
        // A seed of its own: the moments are the same in every run, where they fall is not.
        var state: UInt64 = 6
        for _ in 0..<10 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let process = try BenchProcess.start(
                ["run", suite, "--db", folder.path("killed.sqlite"), "--progress", "none", "--jobs", "2"],
                in: folder.url)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: 0.05 + Double(state >> 40) / Double(1 << 24) * 0.6)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try check("killed", ["--jobs", "2"])
    }

    @Test("two or three shards, merged in either order, hold what one run does", arguments: [2, 3])
    func shards(count: Int) throws {
        var stores: [String] = []
        for index in 1...count {
            let store = folder.path("shard-\(index).sqlite")
            let run = try BenchProcess.run(
                ["run", suite, "--db", store, "--progress", "none", "--shard", "\(index)/\(count)"])
            #expect([0, 5].contains(run.status), "\(run.error)")
            stores.append(store)
        }
        for (name, sources) in [("forwards", stores), ("backwards", stores.reversed())] {
            let merge = try BenchProcess.run(["merge"] + sources + ["--into", folder.path(name)])
            #expect(merge.status == 0, "\(merge.output)\(merge.error)")
            #expect(try Self.export(folder.path(name)) == expected)
        }
    }
}
