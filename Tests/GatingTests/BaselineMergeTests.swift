import Foundation
import Gating
import Primitives
import Records
import Testing

@Suite("git merges baselines line by line")
struct BaselineMergeTests {
    /// What `git merge-file` makes of two changes of one text, and whether there was no conflict.
    private func merge(
        _ ours: Baseline, _ base: Baseline, _ theirs: Baseline
    ) throws -> (text: String, isClean: Bool) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bench-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, baseline) in [("ours", ours), ("base", base), ("theirs", theirs)] {
            try BaselineFile.text(of: baseline).write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let git = Process()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "merge-file", "-p", "--quiet", "ours", "base", "theirs"]
        git.currentDirectoryURL = folder
        let output = Pipe()
        git.standardOutput = output
        try git.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), git.terminationStatus == 0)
    }

    private func change(_ baseline: Baseline, _ edit: (inout GateMeasurements) -> Void) -> Baseline {
        var baseline = baseline
        edit(&baseline.measurements)
        return baseline
    }

    private let base = BaselineSamples.baseline([
        BaselineSamples.configuration("plain", seeds: [0, 1, 2, 3]),
        BaselineSamples.configuration("sam", seeds: [0, 1, 2, 3]),
    ])

    @Test("what two branches changed in different cells is all there") func clean() throws {
        let seed = GateMeasurements.Cell(
            seed: 4,
            identity: CellConfiguration.Identities(
                canonical: base.measurements.configurations[0].specification)!.identity(seed: 4))
        // One adds a seed at the end of a configuration and a configuration at the end; the other changes the
        // first cell of the one, and the last cell of the last.
        let ours = change(base) {
            $0.configurations[0].cells.append(seed)
            $0.configurations.append(BaselineSamples.configuration("zeta"))
        }
        let theirs = change(base) {
            $0.configurations[0].cells[0].values[.init(part: .test, name: "accuracy")] = 0.25
            $0.configurations[1].cells[3].values[.init(part: .test, name: "accuracy")] = 0.75
        }
        let merged = try merge(ours, base, theirs)
        #expect(merged.isClean, "\(merged.text)")
        let expected = change(ours) {
            $0.configurations[0].cells[0].values[.init(part: .test, name: "accuracy")] = 0.25
            $0.configurations[1].cells[3].values[.init(part: .test, name: "accuracy")] = 0.75
        }
        #expect(try BaselineFile.parse(merged.text, file: "merged.json") == expected)
    }

    @Test("one cell that both changed is a conflict, and reading it says so") func conflict() throws {
        let measure = ResultTable.Measure(part: .test, name: "accuracy")
        let ours = change(base) { $0.configurations[0].cells[2].values[measure] = 0.25 }
        let theirs = change(base) { $0.configurations[0].cells[2].values[measure] = 0.75 }
        let merged = try merge(ours, base, theirs)
        #expect(!merged.isClean)
        do throws(BenchError) {
            _ = try BaselineFile.parse(merged.text, file: "merged.json")
            Issue.record("conflict markers were read")
        } catch {
            #expect(error.diagnostics[0].message == "a merge left conflict markers")
            #expect(error.diagnostics[0].location?.line == 13)
        }
    }
}

@Suite("What a new baseline changes")
struct BaselineChangeTests {
    @Test("cells are counted by what became of them; a NaN equals itself") func counts() {
        let measure = ResultTable.Measure(part: .test, name: "accuracy")
        var old = BaselineSamples.baseline()
        old.measurements.configurations[0].cells[0].values[measure] = .nan
        #expect(BaselineChange(from: old, to: old).isNone)
        #expect(BaselineChange(from: old, to: old).text == "the same cells to the last bit")
        var new = old
        new.measurements.configurations[0].cells.removeLast()
        new.measurements.configurations[1].cells[0].values[measure]!.negate()
        new.measurements.configurations[1].cells[1].parametersDigest = nil
        new.measurements.configurations.append(BaselineSamples.configuration("zeta", seeds: [7]))
        let change = BaselineChange(from: old, to: new)
        let counts: [Int] = [change.added, change.removed, change.changed, change.same]
        #expect(counts == [1, 1, 2, 3] as [Int])
        #expect(change.text == "1 cell added, 1 removed, 2 changed, 3 unchanged")
        let empty = BaselineSamples.baseline([])
        #expect(BaselineChange(from: old, to: empty).text == "6 cells removed")
    }
}
