import Numerics
import Primitives
import Testing

@testable import Datasets

/// What corruptions have in common over the draws of an online stream, and what they have not.
@Suite("Corruptions of online streams")
struct OnlineCorruptionTests {
    private func draws(_ sample: Sample, _ id: String, _ given: [String: ParameterValue]) throws -> [Sample] {
        try (0..<3).map { draw in
            var sample = sample
            try CorruptionCatalogue.apply([corruption(id, given)], to: &sample, seed: 5, draw: draw)
            return sample
        }
    }

    @Test("Columns are shuffled into the same order in every draw")
    func shuffledFeatures() throws {
        let columns = (0..<20).map { FeatureColumn.numeric("p\($0)", [1, 2, 3, Double($0)]) }
        let sample = Sample(
            inMemoryDataset(columns, .values([1, 2, 3, 4])), Split(train: [0, 1], validation: [2], test: [3]))
        let orders = try draws(sample, "shuffled-features", [:]).map { $0.dataset.columns.map(\.name) }
        #expect(Set(orders).count == 1 && orders[0] != columns.map(\.name))
    }

    @Test("Redundant features are the same combinations in every draw, with noise of each row's own")
    func redundant() throws {
        let sample = Sample.example(classes: 2)
        func columns(_ noise: Double) throws -> [[Double]] {
            try draws(sample, "redundant-features", ["count": .integer(3), "noise": .real(noise)])
                .flatMap { sample in (1...3).map { sample.numbers("redundant\($0)") } }
        }
        let exact = try columns(0)
        let noisy = try columns(0.01)
        for column in 0..<3 {
            #expect(exact[column] == exact[column + 3] && exact[column] == exact[column + 6])
            #expect(noisy[column] != noisy[column + 3] && noisy[column + 3] != noisy[column + 6])
            for draw in 1..<3 {
                let distances = zip(noisy[column], noisy[column + 3 * draw]).map { abs($0 - $1) }
                #expect(distances.max()! < 0.1)
            }
        }
        #expect(exact[0] != exact[1])
    }

    @Test("Instance-dependent noise follows the same projections in every draw, with flips of each row's own")
    func instanceDependent() throws {
        let rows = 6000
        let data = inMemoryDataset(
            [.numeric("a", (0..<rows).map { $0 % 2 == 0 ? 1 : -1 })],
            .classes([Int](repeating: 0, count: rows)),
            classes: 4)
        let sample = Sample(data, Split(train: Array(0..<rows), validation: [], test: []))
        let results = try draws(
            sample, "instance-dependent-label-noise", ["rate": .real(0.8), "deviation": .real(0)])
        #expect(results[0].codes != results[1].codes && results[1].codes != results[2].codes)
        for parity in 0..<2 {
            let counts = results.map { result in
                (1..<4).map { code in
                    (0..<rows).count { $0 % 2 == parity && result.codes[$0] == code }
                }
            }
            // 3000 rows each: a difference of two counts has a standard deviation below 39.
            for draw in 1..<3 {
                for (a, b) in zip(counts[0], counts[draw]) { #expect(abs(a - b) < 195) }
            }
            // The projections make classes unequal, or nothing would be shown.
            #expect(counts[0].max()! - counts[0].min()! > 300)
        }
    }
}
