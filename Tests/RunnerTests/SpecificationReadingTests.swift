import Foundation
import Numerics
import Primitives
import Records
import Runner
import Suites
import Testing

/// Specifications survive being written and read: what workers, verification and replay rest on.
@Suite("Reading specifications") struct SpecificationReadingTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("suites")

    private static let suites = try! FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".yaml") }.sorted()

    private static func cells(_ suite: String) throws -> PlannedCells {
        let loaded = try Suite.load(
            path: folder.appendingPathComponent(suite).path, vocabulary: Catalogue.vocabulary)
        let hashes = Dictionary(
            uniqueKeysWithValues: loaded.datasets.map { ($0.label, SHA256.hash($0.label)) })
        return loaded.cells(contentHashes: hashes, numericsVersion: NumericsVersion.current)
    }

    @Test("gives back every cell of the shipped suites", arguments: suites)
    func roundTrip(_ suite: String) throws {
        for cell in try Self.cells(suite).firstOfEachConfiguration {
            let text = cell.specification.canonical.canonical
            let read = try CellSpecification(
                reading: JSONParser.parse(text),
                datasetArguments: cell.specification.dataset.arguments.complete,
                numericsVersion: NumericsVersion.current, vocabulary: Catalogue.vocabulary)
            #expect(read == cell.specification, "\(cell.label)")
            #expect(read.identity == cell.identity, "\(cell.label)")
        }
    }

    @Test("identities by configuration and seed are those of the whole text", arguments: suites)
    func identities(_ suite: String) throws {
        for cell in try Self.cells(suite) {
            #expect(cell.identity == CellIdentity(SHA256.hash(cell.specification.canonical.canonical)))
        }
    }

    @Test("names what this program cannot make")
    func foreign() throws {
        let cell = try Self.cells("quickstart.yaml")[0]
        func error(_ change: (inout [String: JSONValue]) -> Void) throws -> String {
            guard case .object(var members) = cell.specification.canonical else { return "" }
            change(&members)
            let error = #expect(throws: BenchError.self) {
                try CellSpecification(
                    reading: .object(members),
                    datasetArguments: cell.specification.dataset.arguments.complete,
                    numericsVersion: NumericsVersion.current, vocabulary: Catalogue.vocabulary)
            }
            return try #require(error).description
        }
        #expect(try error { $0["numerics"] = 1 }.contains("numerics 1"))
        #expect(try error { $0["layout"] = 1 }.contains("layout 1"))
        #expect(
            try error { $0["model"] = ["id": "tokamak", "version": 1, "parameters": [:]] }.contains("tokamak")
        )
        #expect(
            try error { $0["optimizer"] = ["id": "sgd", "version": 99, "parameters": [:]] }.contains("99"))
        #expect(try error { $0["split"] = "x" }.contains("damaged"))
    }
}
