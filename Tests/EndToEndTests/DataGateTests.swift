import Foundation
import Primitives
import Testing

/// The checks that every run makes before it trains.
@Suite("The gate of data, from outside")
struct DataGateTests {
    private func suite(_ more: String = "") -> String {
        """
        version: 1
        name: gate
        seeds: 2
        datasets: [{id: table, kind: csv, path: table.csv, target: y\(more)}]
        models: [linear]
        methods: [baseline, sam]
        training: {epochs: 1}
        """
    }

    private func run(_ suite: String, _ folder: ScratchFolder, _ more: [String] = []) throws
        -> BenchProcess.Result
    {
        try folder.write("suite.yaml", suite)
        return try BenchProcess.run(
            ["run", "suite.yaml", "--db", "gate.sqlite", "--progress", "none"] + more, in: folder.url)
    }

    @Test("A column that equals the target stops a run, unless the suite allows it")
    func leak() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "table.csv",
            DataTests.table(rows: 120).replacingOccurrences(of: ",yes\n", with: ",1,yes\n")
                .replacingOccurrences(of: ",no\n", with: ",0,no\n")
                .replacingOccurrences(of: "level,y\n", with: "level,copy,y\n"))
        let refused = try run(suite(), folder)
        #expect(refused.status == 65, "\(refused.error)")
        #expect(refused.error.contains("leak") && refused.error.contains("\"copy\""), "\(refused.error)")
        #expect(refused.error.contains("exclude"))
        // Nothing was trained, and no store was made.
        #expect(
            !FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("gate.sqlite").path))
        let allowed = try run(suite(", allow: leak"), folder)
        #expect(allowed.status == 0, "\(allowed.error)")
        #expect(!allowed.error.contains("leak"))
        let excluded = try run(suite(", exclude: [copy]"), folder)
        #expect(excluded.status == 0, "\(excluded.error)")
    }

    @Test("A warning is printed and stops a run with --strict only")
    func strict() throws {
        let folder = try ScratchFolder()
        try folder.write(
            "table.csv",
            DataTests.table(rows: 120, extra: { ",\(Double($0 % 7) / 2)" }, header: ",twin")
                .replacingOccurrences(of: "a,b,level,y,twin", with: "a,b,level,y,first")
                .split(separator: "\n").enumerated().map {
                    $0 == 0 ? $1 + ",second" : $1 + "," + $1.split(separator: ",").last!
                }
                .joined(separator: "\n") + "\n")
        let warned = try run(suite(), folder)
        #expect(warned.status == 0, "\(warned.error)")
        #expect(warned.error.contains("duplicate-columns: warning"), "\(warned.error)")
        let strict = try run(suite(), folder, ["--strict"])
        #expect(strict.status == 65 && strict.error.contains("duplicate-columns"), "\(strict.error)")
    }
}
