import Numerics
import Primitives
import Records
import Runner
import Testing

/// The sample of a verification: seeded, spread over configurations, independent of order.
@Suite("Sample of cells")
struct CellSampleTests {
    /// Configurations of ten cells each, but for the first, which has a hundred.
    static let candidates = (0..<8).flatMap { configuration in
        (0..<(configuration == 0 ? 100 : 10)).map { seed in
            CellSample.Candidate(
                identity: CellIdentity(SHA256.hash("\(configuration) \(seed)")), configuration: configuration)
        }
    }

    private func sample(_ count: Int, seed: Int = 0) -> [CellSample.Candidate] {
        CellSample.choose(count, of: Self.candidates, seed: seed).map { Self.candidates[$0] }
    }

    @Test("has as many cells as were asked for, each once")
    func count() {
        for count in [0, 1, 7, 8, 20, 169, 170, 500] {
            let chosen = sample(count)
            #expect(chosen.count == min(count, 170))
            #expect(Set(chosen).count == chosen.count)
        }
    }

    @Test("has every configuration before any has two more than another")
    func strata() {
        for count in [8, 16, 20, 40] {
            let chosen = sample(count)
            let counts = (0..<8).map { configuration in
                chosen.count { $0.configuration == configuration }
            }
            #expect(counts.max()! - counts.min()! <= 1, "\(count)")
        }
        // The small ones are used up; the rest comes from the large one.
        #expect(sample(100).count { $0.configuration == 0 } == 30)
    }

    @Test("depends on the seed and the cells, not on their order")
    func order() {
        let reversed = Array(Self.candidates.reversed())
        let there = Set(CellSample.choose(20, of: reversed, seed: 0).map { reversed[$0] })
        #expect(there == Set(sample(20)))
        #expect(Set(sample(20)) != Set(sample(20, seed: 1)))
    }

    @Test("of more cells contains that of fewer")
    func nested() {
        for count in 1..<60 { #expect(Set(sample(count)).isSubset(of: sample(count + 1))) }
    }

    @Test("is drawn by the accelerated hash alike")
    func accelerated() {
        #expect(
            CellSample.choose(20, of: Self.candidates, seed: 3)
                == CellSample.choose(20, of: Self.candidates, seed: 3, empty: .accelerated()))
    }
}
