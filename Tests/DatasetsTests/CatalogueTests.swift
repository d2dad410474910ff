import Foundation
import Primitives
import Testing

@testable import Datasets

@Suite("Catalogues and committed data")
struct CatalogueTests {
    @Test("Every id is found and unique, and every component cites and describes itself")
    func declarations() {
        let declarations =
            DatasetCatalogue.declarations + SplitCatalogue.declarations + CorruptionCatalogue.declarations
            + PreprocessingCatalogue.declarations
        #expect(Set(declarations.map(\.id)).count == declarations.count)
        for declaration in declarations {
            #expect(!declaration.summary.isEmpty && !declaration.citations.isEmpty, "\(declaration.id)")
            #expect(declaration.id == declaration.id.lowercased())
            for parameter in declaration.parameters {
                #expect(parameter.summary.hasSuffix("."), "\(parameter.name)")
            }
        }
        let ids = Set(DatasetCatalogue.declarations.map(\.id))
        #expect(ids.isSuperset(of: ["csv", "two-moons", "two-spirals"]))
        #expect(DatasetCatalogue.source("two-moons") != nil)
        #expect(DatasetCatalogue.source("three-moons") == nil)
        #expect(
            SplitCatalogue.declarations.map(\.id) == ["holdout", "k-fold", "grouped", "temporal", "given"])
        #expect(SplitCatalogue.scheme("holdout") != nil)
    }

    @Test("Constant pixels stay when asked to, so that an image is whole")
    func wholeImages() throws {
        let dataset = try csvSource(
            "digits.csv", target: "digit", in: repository + "/suites/data",
            ["constant_columns": .text("keep")]
        ).load()
        #expect(dataset.columns.count == 64)
        #expect(dataset.columns[9].name == "pixel_1_1")
    }

    @Test("A file's path and expected hash do not identify a dataset")
    func identity() throws {
        let parameters = CSVSource.declaration.parameters
        let a = try Arguments(["path": .text("a.csv"), "target": .text("y")], for: parameters)
        let b = try Arguments(
            ["path": .text("b.csv"), "target": .text("y"), "sha256": .text("0")], for: parameters)
        #expect(a.canonical == b.canonical)
    }

    private struct Committed: Sendable {
        let file: String
        let target: String
        let rows: Int
        let columns: Int
        let classes: Int
    }

    private static let committed = [
        Committed(file: "iris", target: "species", rows: 150, columns: 4, classes: 3),
        Committed(file: "wine", target: "cultivar", rows: 178, columns: 13, classes: 3),
        Committed(file: "breast_cancer", target: "diagnosis", rows: 569, columns: 30, classes: 2),
        Committed(file: "digits", target: "digit", rows: 1797, columns: 61, classes: 10),
        Committed(file: "diabetes", target: "progression", rows: 442, columns: 10, classes: 0),
    ]

    @Test(
        "Each committed file has the hash of the README, loads, splits and prepares",
        arguments: committed.indices)
    func committedFiles(index: Int) throws {
        let entry = Self.committed[index]
        let folder = repository + "/suites/data"
        let readme = try String(contentsOfFile: folder + "/README.md", encoding: .utf8)
        let line = try #require(readme.split(separator: "\n").first { $0.hasPrefix("| \(entry.file).csv |") })
        let hash = try #require(line.split(separator: "`").dropFirst().first.map(String.init))
        let dataset = try csvSource(
            entry.file + ".csv", target: entry.target, in: folder, ["sha256": .text(hash)]
        ).load()
        #expect(dataset.contentHash.hexadecimal == hash)
        #expect(dataset.name == entry.file)
        #expect(dataset.rowCount == entry.rows)
        #expect(dataset.columns.count == entry.columns)
        switch dataset.task {
        case .classification(let classes): #expect(classes.count == entry.classes)
        case .regression: #expect(entry.classes == 0)
        }
        let scheme = try HoldoutSplit(arguments: Arguments(for: HoldoutSplit.declaration.parameters))
        let data = try prepare(dataset, split: try scheme.split(dataset, seed: 0))
        #expect(data.inputWidth >= entry.columns)
        #expect(data.train.inputs.allSatisfy { $0.isFinite })
    }
}
