import Numerics
import Primitives
import Statistics
import Testing

@Suite("Equivalence and non-inferiority") struct EquivalenceTests {
    private let differences: [Double]

    init() throws {
        differences = try Reference.numbers(EffectSizeReference.load()["paired"]?["differences"])
    }

    @Test("two one-sided tests are statsmodels' ttost_paired") func statsmodels() throws {
        let rows = try EffectSizeReference.rows("equivalence")
        #expect(rows.count == 4)
        for row in rows {
            let test = try #require(equivalenceTest(differences, margin: row[0]))
            #expect(agree(test.p, row[1], 1e-11), "\(row)")
            #expect(agree(test.lowerP, row[2], 1e-11) && agree(test.upperP, row[3], 1e-11), "\(row)")
            #expect(test.isEquivalent == (row[1] <= 0.05))
        }
    }

    @Test("with Nadeau and Bengio's variance") func corrected() throws {
        for row in try EffectSizeReference.rows("corrected_equivalence") {
            let resampling = Resampling.repeatedSplits(testToTrain: 1.0 / 9)
            let test = try #require(
                equivalenceTest(differences, margin: row[0], resampling: resampling))
            #expect(agree(test.lowerP, row[1], 1e-11) && agree(test.upperP, row[2], 1e-11), "\(row)")
            let above = try #require(
                nonInferiorityTest(differences, margin: row[0], resampling: resampling))
            #expect(above.p == test.lowerP)
            let below = try #require(
                nonInferiorityTest(differences, margin: row[0], direction: .lower, resampling: resampling))
            #expect(below.p == test.upperP)
        }
    }

    @Test("equivalent exactly when the 1 − 2α interval lies within the margins")
    func duality() throws {
        var stream = RandomStream(seed: 7, name: "equivalence")
        var decisions: Set<Bool> = []
        for _ in 0..<300 {
            let count = 2 + Int(stream.uniform() * 12)
            let shift = stream.uniform() - 0.5
            let values = (0..<count).map { _ in shift + stream.uniform() - 0.5 }
            let margin = 0.05 + stream.uniform()
            let level = 0.9 + 0.09 * stream.uniform()
            let ratio = stream.uniform()
            let resampling: Resampling =
                stream.uniform() < 0.5 ? .independent : .repeatedSplits(testToTrain: ratio)
            let test = try #require(
                equivalenceTest(values, margin: margin, level: level, resampling: resampling))
            let interval = try #require(test.estimate.interval)
            #expect(agree(interval.level, 2 * level - 1))
            #expect(test.isEquivalent == (interval.lower >= -margin && interval.upper <= margin))
            let passes = try #require(
                nonInferiorityTest(values, margin: margin, level: level, resampling: resampling))
            #expect(passes.isNonInferior == (interval.lower >= -margin))
            decisions.insert(test.isEquivalent)
        }
        #expect(decisions.count == 2)
    }

    @Test("differences without spread, and too few") func degenerate() throws {
        #expect(equivalenceTest([], margin: 1) == nil && equivalenceTest([0], margin: 1) == nil)
        #expect(try #require(equivalenceTest([0, 0], margin: 0.1)).isEquivalent)
        #expect(try #require(equivalenceTest([0.5, 0.5], margin: 0.1)).p == 1)
        #expect(try #require(nonInferiorityTest([0.5, 0.5], margin: 0.1)).isNonInferior)
        #expect(
            try #require(nonInferiorityTest([0.5, 0.5], margin: 0.1, direction: .lower)).isNonInferior
                == false)
        // A difference of exactly the margin is not within it.
        #expect(try #require(nonInferiorityTest([-0.25, -0.25], margin: 0.25)).p == 1)
    }
}
