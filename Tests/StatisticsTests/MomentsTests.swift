import Statistics
import Testing

@Suite("Moments") struct MomentsTests {
    /// −log10 of the relative error, at most 15.
    private func digits(_ value: Double?, _ expected: Double) throws -> Double {
        let error = abs(try #require(value) - expected) / abs(expected)
        var digits = 0.0
        var bound = 1.0
        while digits < 15, error <= bound / 10 {
            bound /= 10
            digits += 1
        }
        return digits
    }

    private func alternating(_ first: Double, _ low: Double, _ high: Double) -> [Double] {
        [first] + (0..<1000).map { $0 % 2 == 0 ? low : high }
    }

    @Test("NIST's NumAcc1 to NumAcc4 keep their certified digits") func accuracy() throws {
        let sets: [([Double], Double, Double, Double)] = [
            ([10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 15),
            (alternating(1.2, 1.1, 1.3), 1.2, 0.1, 14),
            (alternating(1_000_000.2, 1_000_000.1, 1_000_000.3), 1_000_000.2, 0.1, 9),
            (alternating(10_000_000.2, 10_000_000.1, 10_000_000.3), 10_000_000.2, 0.1, 8),
        ]
        for (values, centre, deviation, wanted) in sets {
            #expect(try digits(mean(values), centre) >= 15)
            // In the last two sets the data's own rounding to Double costs the digits, not the formula.
            #expect(try digits(sampleVariance(values).map { $0.squareRoot() }, deviation) >= wanted)
        }
    }

    @Test("degenerate samples have no moments rather than wrong ones") func degenerate() {
        #expect(mean([]) == nil)
        #expect(sampleVariance([]) == nil)
        #expect(sampleVariance([3]) == nil)
        #expect(median([]) == nil)
        #expect(mean([3]) == 3)
        #expect(sampleVariance([0.1, 0.1, 0.1]) == 0)
    }

    @Test("large terms that cancel leave the small ones") func cancellation() {
        #expect(compensatedSum([1, 1e100, 1, -1e100]) == 2)
        #expect(compensatedSum([]) == 0)
    }

    @Test("the median of an even count lies between") func medians() {
        #expect(median([3, 1, 2]) == 2)
        #expect(median([4, 1, 3, 2]) == 2.5)
    }
}
