import Numerics
import Testing

@testable import Statistics

@Suite("Sign flips") struct SignFlipTestTests {
    private func differences(_ count: Int, _ seed: Int) -> [Double] {
        var stream = RandomStream(seed: seed, name: "test")
        return (0..<count).map { _ in (Double(stream.integer(below: 2_000)) - 800) / 1000 }
    }

    /// `permutationTest` sorts every rearrangement anew.
    @Test(
        "counts all signs as the plain permutation test does",
        arguments: [
            Aggregate.mean, .median, .interquartileMean, .trimmedMean(fraction: 0.1),
        ])
    func exact(aggregate: Aggregate) throws {
        for count in [1, 2, 5, 9, 12] {
            for seed in 0..<5 {
                let values = differences(count, seed)
                let p = try #require(signFlipTest(values, of: aggregate))
                let plain = try #require(permutationTest(values, statistic: aggregate, method: .exact))
                // Its two-sided p is twice the smaller one-sided one: the same, since flipping all signs mirrors.
                #expect(abs(p - min(1, plain.p)) < 1e-12, "\(aggregate) of \(count)")
            }
        }
    }

    @Test("draws come near the exact p, and never give 0") func drawn() throws {
        let values = differences(15, 3)
        let p = try #require(signFlipTest(values, of: .mean))
        let exact = try #require(permutationTest(values, method: .exact)).p
        #expect(abs(p - exact) < 5 * (exact * (1 - exact) / 10_000).squareRoot() + 1e-4)
        #expect(signFlipTest([Double](repeating: 1, count: 100), of: .median) ?? 0 >= 1e-4)
    }

    @Test("for many differences the stretched flips are the corrected resampled t") func stretched() throws {
        let values = differences(400, 1).map { $0 - 0.05 }
        let resampling = Resampling.repeatedSplits(testToTrain: 0.01)
        let flips = try #require(signFlipTest(values, of: .mean, resampling: resampling))
        let zeros = [Double](repeating: 0, count: values.count)
        let t = try #require(pairedDifference(values, zeros, resampling: resampling)?.p)
        #expect(abs(flips - t) < 0.03, "\(flips), \(t)")
        #expect(try #require(signFlipTest(values, of: .mean)) < flips)
        // A clear difference is not its own noise: t is about 3.4 here.
        let clear = differences(400, 1).map { $0 + 2 }
        let wide = Resampling.repeatedSplits(testToTrain: 1.0 / 3)
        let exact = try #require(pairedDifference(clear, zeros, resampling: wide)?.p)
        let found = try #require(signFlipTest(clear, of: .mean, resampling: wide))
        #expect(abs(found - exact) < 0.005, "\(found), \(exact)")
    }

    @Test("no differences have no p, and equal ones the smallest") func edges() {
        #expect(signFlipTest([], of: .median) == nil)
        #expect(signFlipTest([0, 0], of: .median) == 1)
        // The mean of four equal ones is extreme with all signs alike; their median with three of four, too.
        #expect(signFlipTest([1, 1, 1, 1], of: .mean) == 0.125)
        #expect(signFlipTest([1, 1, 1, 1], of: .median) == 0.625)
    }
}
