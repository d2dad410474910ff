import Foundation
import Methods
import Primitives
import Testing
import Training

/// suites/golden-methods.yaml: every method once, in the setting in which the kit tries it.
@Suite("The suite of all methods")
struct GoldenMethodsTests {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("suites/golden-methods.yaml").path

    @Test("is current: scripts/write-golden-methods")
    func isCurrent() throws {
        let text = try text()
        if ProcessInfo.processInfo.environment["BENCH_WRITE_GOLDEN_METHODS"] != nil {
            try text.write(toFile: Self.path, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOfFile: Self.path, encoding: .utf8)
        #expect(text == committed)
        for id in Conformance.ids {
            #expect(
                committed.contains("  - \(id)\n") || committed.contains("  - {id: \(id), "), "\(id)")
        }
    }

    private func text() throws -> String {
        var groups: [(setting: ConformanceSetting, ids: [String])] = ConformanceSetting.all.map { ($0, []) }
        for id in Conformance.ids {
            let setting = try #require(Conformance.setting(for: id), "\(id)")
            groups[groups.firstIndex { $0.setting.name == setting.name }!].ids.append(id)
        }
        groups = groups.filter { !$0.ids.isEmpty }
        var lines = [
            "# Every method once, in a few steps on data and a model that suit it: the bits of these cells are",
            "# committed in Tests/Reference/golden-digests.txt. Written by scripts/write-golden-methods.",
            "version: 1", "name: golden-methods",
            "description: One small cell per method, for the golden digests.", "", "seeds: [3]", "",
            "datasets:",
        ]
        let names = groups.map(\.setting.name)
        lines += groups.map { "  - {id: \(dataset($0.setting)), \($0.setting.suite.dataset)}" }
        lines += ["", "models:"] + groups.map { "  - {id: \($0.setting.name), \($0.setting.suite.model)}" }
        lines += ["", "methods:"] + groups.flatMap(\.ids).map(entry)
        lines += [
            "",
            "training: {epochs: 3, batch_size: 16, optimizer: {id: sgd, learning_rate: 0.05, momentum: 0.9}}",
        ]
        var rules: [String] = []
        for (setting, ids) in groups where groups.count > 1 {
            let others = names.filter { $0 != setting.name }
            rules.append("  - {dataset: \(dataset(setting)), model: [\(others.joined(separator: ", "))]}")
            let absent = groups.flatMap(\.ids).filter { !ids.contains($0) }
            rules += ["  - dataset: \(dataset(setting))", "    method:"] + absent.map { "      - \($0)" }
        }
        if !rules.isEmpty { lines += ["", "exclude:"] + rules }
        if names.contains("cnn on images") {
            lines += [
                "", "overrides:",
                "  - {match: {dataset: for cnn on images}, training: {epochs: 1, batch_size: 64}}",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func dataset(_ setting: ConformanceSetting) -> String { "for \(setting.name)" }

    private func entry(_ id: String) -> String {
        let given = ConformanceExceptions.telling[id] ?? [:]
        if given.isEmpty { return "  - \(id)" }
        let values = given.keys.sorted().map { "\($0): \(given[$0]!.display)" }
        return "  - {" + (["id: \(id)", "name: \(id)"] + values).joined(separator: ", ") + "}"
    }
}
