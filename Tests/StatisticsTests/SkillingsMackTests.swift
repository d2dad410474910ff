import Primitives
import Statistics
import Testing

@Suite("Tables with missing cells") struct SkillingsMackTests {
    @Test("Skillings and Mack's own example: four ways of assembly, nine workers, four cells missing")
    func published() throws {
        // Skillings and Mack (1981), table 1; R's Skillings.Mack prints 15.49 with p 0.0014.
        let table: [[Double?]] = [
            [3.2, 4.1, 3.8, 4.2], [3.1, 3.9, 3.4, 4.0], [4.3, 3.5, 4.6, 4.8], [3.5, 3.6, 3.9, 4.0],
            [3.6, 4.2, 3.7, 3.9], [4.5, 4.7, 3.7, nil], [nil, 4.2, 3.4, nil], [4.3, 4.6, 4.4, 4.9],
            [3.5, nil, 3.7, 3.9],
        ]
        let test = try #require(skillingsMackTest(table, better: .lower))
        #expect(abs(test.statistic - 15.493) < 5e-4)
        #expect(abs(test.p - 0.00144) < 5e-6 && test.degreesOfFreedom == 3 && test.blocks == 9)
        let other = try #require(skillingsMackTest(table, better: .higher))
        #expect(agree(other.statistic, test.statistic, 1e-12))
    }

    @Test("it is its definition with a generalised inverse") func definition() throws {
        for reference in try RankingReference.load().skillingsMack {
            let test = try #require(skillingsMackTest(reference.table, better: .higher))
            #expect(agree(test.statistic, reference.statistic, 1e-11))
            #expect(agree(test.p, reference.p, 1e-10))
        }
    }

    @Test("without a missing cell it is Friedman's") func complete() throws {
        let table = RankingTests.demsar
        let test = try #require(skillingsMackTest(table.map { $0.map { $0 } }, better: .higher))
        let friedman = try #require(friedmanTest(table, better: .higher))
        #expect(agree(test.statistic, friedman.chiSquared, 1e-12))
        let directions = zip(test.standardizedSums, friedman.meanRanks).map { $0 * ($1 - 2.5) }
        #expect(directions.allSatisfy { $0 > 0 })
    }

    @Test("methods that no block links cannot be compared") func unlinked() {
        #expect(skillingsMackTest([[1, 2, nil, nil], [nil, nil, 3, 4]], better: .lower) == nil)
        #expect(skillingsMackTest([[1, nil], [nil, 2]], better: .lower) == nil)
        #expect(skillingsMackTest([[1, 2, nil], [nil, 2, 3], [nil, nil, 4]], better: .lower)?.blocks == 2)
    }
}
