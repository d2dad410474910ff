import Primitives
import Records
import Suites
import Testing

@Suite("A suite with other seeds") struct SeedTests {
    private func lines(_ suite: Suite) -> [String] {
        let hashes = Dictionary(
            suite.datasets.map { ($0.label, SHA256.hash($0.label)) }, uniquingKeysWith: { first, _ in first })
        return suite.cells(contentHashes: hashes, numericsVersion: 1).map {
            CellView($0).line + " " + $0.identity.description
        }
    }

    private func suite(_ seeds: String, more: String = "") throws -> Suite {
        try parse(small(more).replacing("seeds: 2", with: "seeds: \(seeds)"))
    }

    @Test("has the cells of a suite that names them") func cells() throws {
        let rules = """
            exclude: [{method: sam, seed: 1}]
            overrides: [{match: {seed: 0}, training: {epochs: 9}}, {match: {method: sam}, training: {epochs: 8}}]
            """
        let changed = try suite("2", more: rules).withSeeds([4, 1, 0])
        #expect(lines(changed) == lines(try suite("[4, 1, 0]", more: rules)))
        #expect(changed.cellCount == 5 && changed.seeds == [4, 1, 0])
        // What is said of seeds that are gone is said of none of the others.
        let others = try suite("2", more: rules).withSeeds([7, 8])
        let plain = try suite(
            "[7, 8]", more: "overrides: [{match: {method: sam}, training: {epochs: 8}}]")
        #expect(lines(others) == lines(plain) && others.cellCount == 4)
    }

    @Test("further seeds follow the largest") func further() throws {
        #expect(try suite("3").seeds(atMost: 5) == [0, 1, 2, 3, 4])
        #expect(try suite("[9, 2]").seeds(atMost: 4) == [9, 2, 10, 11])
        #expect(try suite("[9, 2]").seeds(atMost: 1) == [9])
        #expect(try suite("[0, \(Int.max)]").seeds(atMost: 4) == [0, Int.max])
    }

    @Test("too many cells are refused") func size() throws {
        let suite = try suite("2")
        #expect(throws: BenchError.self) { try suite.withSeeds(Array(0..<500_001)) }
        #expect(try suite.withSeeds(Array(0..<100)).cellCount == 200)
    }
}
