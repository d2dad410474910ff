import Foundation
import Primitives
import Records
import Testing

@testable import Suites

@Suite("What a suite says of a dataset")
struct DatasetEntryTests {
    private func suite(_ datasets: String, _ more: String = "") throws -> Suite {
        try parse(
            "version: 1\nname: data\nseeds: 2\nmodels: [linear]\nmethods: [baseline]\n\(more)\ndatasets:\n\(datasets)\n"
        )
    }

    private func error(_ datasets: String, _ more: String = "") throws -> String {
        try #require(throws: BenchError.self) { _ = try suite(datasets, more) }.description
    }

    @Test("Corruptions make a grid, and only what varies stands in the label")
    func corruptions() throws {
        let suite = try suite(
            "  - {id: moons, kind: moons, noise: [0.1, 0.2], corruptions: [{id: flip, rate: [0, 0.4]}, blur]}"
        )
        #expect(
            suite.datasets.map(\.label) == [
                "moons noise=0.1 rate=0", "moons noise=0.1 rate=0.4", "moons noise=0.2 rate=0",
                "moons noise=0.2 rate=0.4",
            ])
        #expect(
            suite.datasets.allSatisfy { $0.group == "moons" && $0.corruptions.map(\.id) == ["flip", "blur"] })
        #expect(suite.datasets[1].corruptions[0].arguments.real("rate") == 0.4)
        #expect(suite.datasets[1].corruptions[1].arguments.real("rate") == 0.1)
        let both = try self.suite(
            "  - {id: m, kind: moons, corruptions: [{id: flip, rate: [0, 1]}, {id: blur, rate: [0, 1]}]}")
        #expect(both.datasets[1].label == "m flip.rate=0 blur.rate=1")
    }

    @Test(
        "A dataset's own split and preprocessing come before the protocol's, and that before what a kind needs"
    )
    func choices() throws {
        let datasets = """
              - {id: a, kind: moons}
              - {id: b, kind: moons, split: {scheme: holdout, test: 0.5}, preprocessing: []}
              - {id: c, kind: domains}
              - {id: d, kind: domains, split: holdout, preprocessing: [{id: encode, levels: 7}, scale]}
            """
        let plain = try suite(datasets)
        #expect(plain.datasets.map(\.split.id) == ["holdout", "holdout", "kfold", "holdout"])
        #expect(plain.datasets[1].split.arguments.real("test") == 0.5)
        #expect(
            plain.datasets.map { $0.preprocessing.map(\.id) } == [
                ["scale", "encode"], [], ["scale", "encode"], ["encode", "scale"],
            ])
        #expect(plain.datasets[3].preprocessing[0].arguments.integer("levels") == 7)
        let named = try suite(
            datasets,
            "protocol: {split: {scheme: kfold, folds: 3}, preprocessing: [{id: scale, columns: [x]}]}")
        #expect(named.datasets.map(\.split.id) == ["kfold", "holdout", "kfold", "holdout"])
        let file = "  - {id: e, kind: csv, path: e.csv, target: y, split_column: part}"
        #expect(try suite(file).datasets[0].split.id == "given")
        #expect(try suite(file, "protocol: {split: kfold}").datasets[0].split.id == "kfold")
        #expect(try suite("  - {id: e, kind: csv, path: e.csv, target: y}").datasets[0].split.id == "holdout")
        #expect(named.datasets[0].split.arguments.integer("folds") == 3)
        #expect(named.datasets[2].preprocessing.map { $0.arguments.texts("columns") } == [["x"]])
    }

    @Test("Whatever is done to a dataset is part of a cell's identity")
    func identity() throws {
        let entries = [
            "{id: a, kind: moons}", "{id: b, kind: moons, corruptions: [flip]}",
            "{id: c, kind: moons, split: kfold}", "{id: d, kind: moons, preprocessing: [scale]}",
        ]
        let suite = try suite(entries.map { "  - \($0)" }.joined(separator: "\n"))
        let hashes = Dictionary(uniqueKeysWithValues: suite.datasets.map { ($0.label, SHA256.hash("same")) })
        let cells = suite.cells(contentHashes: hashes, numericsVersion: 1)
        #expect(Set(cells.map(\.identity)).count == cells.count)
        #expect(cells.count == 8)
    }

    @Test("Findings can be allowed, by the names of checks")
    func allowed() throws {
        #expect(try suite("  - {id: a, kind: moons, allow: leak}").datasets[0].allowed == ["leak"])
        #expect(try error("  - {id: a, kind: moons, allow: [leek]}").contains("did you mean \"leak\""))
    }

    @Test(
        "Mistakes are named",
        arguments: [
            ("corruptions: flip", "expects a list"), ("corruptions: [{rate: 1}]", "needs the key \"id\""),
            ("corruptions: [{id: flap}]", "did you mean \"flip\""),
            ("corruptions: [{id: flip, rate: 2}]", "must lie in [0, 1]"),
            ("corruptions: []", "must not be empty"),
            ("preprocessing: scale", "expects a list"),
            ("preprocessing: [{id: scale, x: 1}]", "unknown key \"x\""),
            ("preprocessing: [scael]", "did you mean \"scale\""), ("split: foo", "unknown split scheme"),
            ("corruption: [flip]", "did you mean \"corruptions\""),
        ])
    func mistakes(entry: String, message: String) throws {
        let text = try error("  - {id: a, kind: moons, \(entry)}")
        #expect(text.contains(message), "\(text)")
        #expect(text.contains("dir/suite.yaml:8:"))
    }

    @Test("A pattern stands for the files that match it, in order, each under its own name")
    func patterns() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "suites-\(UUID().uuidString)")
        let data = folder.appendingPathComponent("da[ta")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["b.csv", "a.csv", "c.csv.gz", ".hidden.csv", "note.txt", "odd[1].csv"] {
            try "x,y\n".write(to: data.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        func entries(_ pattern: String) throws -> [Suite.Dataset] {
            try Suite.parse(
                text: """
                    version: 1
                    name: data
                    seeds: 1
                    models: [linear]
                    methods: [baseline]
                    datasets: [{id: tables, kind: csv, path: "\(pattern)", target: y}]
                    exclude: [{dataset: tables, seed: 7}]
                    """.replacingOccurrences(of: "exclude: [{dataset: tables, seed: 7}]", with: ""),
                path: data.path + "/suite.yaml", vocabulary: testVocabulary()
            ).datasets
        }
        let found = try entries("*.csv*")
        #expect(found.map(\.label) == ["a", "b", "c", "odd[1]"])
        #expect(found.allSatisfy { $0.group == "tables" })
        #expect(found.map { $0.use.arguments.text("path") } == ["a.csv", "b.csv", "c.csv.gz", "odd[1].csv"])
        // A name that exists is no pattern, whatever it looks like.
        #expect(try entries("odd[1].csv").map(\.label) == ["tables"])
        let none = try #require(throws: BenchError.self) { _ = try entries("*.parquet") }
        #expect(none.description.contains("no file matches"))
    }
}
