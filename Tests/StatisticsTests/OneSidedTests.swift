import Numerics
import Statistics
import Testing

/// The values of `Reference/welch.json`.
private struct WelchReference: Decodable {
    struct Two: Decodable { var a, b: [Double]; var bound, df, above, below, lower, upper: Double }
    struct One: Decodable { var values: [Double]; var bound, above, below: Double }
    var two: [Two]
    var one: [One]
}

@Suite("One-sided tests against a bound") struct OneSidedTests {
    private let reference: WelchReference

    init() throws { reference = try StoredReference.decode("welch", as: WelchReference.self) }

    @Test("Welch's test is scipy's") func welch() throws {
        #expect(reference.two.count == 12)
        for row in reference.two {
            let test = try #require(WelchTest(row.a, row.b))
            #expect(agree(test.degreesOfFreedom, row.df, 1e-9), "\(row)")
            #expect(agree(test.p(above: row.bound), row.above, 1e-9), "\(row)")
            #expect(agree(test.p(below: row.bound), row.below, 1e-9), "\(row)")
            let interval = test.interval(level: 0.9)
            #expect(agree([interval.lower, interval.upper], [row.lower, row.upper], 1e-9), "\(row)")
        }
    }

    @Test("Welch's test of samples without spread, and of too few") func welchDegenerate() throws {
        #expect(WelchTest([1], [1, 2]) == nil && WelchTest([1, 2], []) == nil)
        let equal = try #require(WelchTest([2, 2], [1, 1, 1]))
        #expect(equal.p(above: 0.5) == 0 && equal.p(above: 1) == 1 && equal.p(below: 1) == 1)
        #expect(equal.degreesOfFreedom == 3 && equal.interval() == Interval(lower: 1, upper: 1, level: 0.95))
        // Squares of such variances are below the smallest Double.
        let tiny = try #require(WelchTest([1e-90, 3e-90], [1e-90, 1e-90]))
        #expect(agree(tiny.degreesOfFreedom, 1))
    }

    @Test("a mean against a bound is scipy's one-sample test") func bound() throws {
        for row in reference.one {
            let estimate = try #require(estimateMean(row.values))
            #expect(agree(oneSidedP(estimate, above: row.bound), row.above, 1e-11), "\(row)")
            #expect(agree(oneSidedP(estimate, below: row.bound), row.below, 1e-11), "\(row)")
        }
        let one = try #require(estimateMean([3]))
        #expect(oneSidedP(one, above: 0) == 1 && oneSidedP(one, below: 5) == 1)
    }

    @Test("the always-valid one-sided p is the smallest 1 / E on its side") func sequential() throws {
        var random = RandomStream(seed: 8, name: "one-sided")
        for shift in [-0.6, 0, 0.4] {
            let values = (0..<30).map { _ in shift + random.normal() }
            for sequence in [
                ConfidenceSequence(),
                ConfidenceSequence(effectVariance: 3, resampling: .repeatedSplits(testToTrain: 0.2)),
            ] {
                var smallest = (above: 1.0, below: 1.0)
                for count in 1...values.count {
                    let prefix = Array(values.prefix(count))
                    let inverse = DeterministicMath.exp(-sequence.logEvidence(prefix, against: 0.1))
                    let centre = try #require(mean(prefix))
                    if centre > 0.1 { smallest.above = min(smallest.above, inverse) }
                    if centre < 0.1 { smallest.below = min(smallest.below, inverse) }
                    #expect(agree(sequence.p(prefix, above: 0.1), smallest.above, 1e-9))
                    #expect(agree(sequence.p(prefix, below: 0.1), smallest.below, 1e-9))
                }
            }
        }
        let sequence = ConfidenceSequence()
        #expect(sequence.p([], above: 0) == 1 && sequence.p([4], above: 0) == 1)
        // Equal values: the evidence is at its bound, r^((n − 1) / 2), so 5 are needed for 0.05.
        #expect(
            agree(
                sequence.p([2, 2, 2, 2], above: 1), DeterministicMath.exp(-1.5 * DeterministicMath.log(5)),
                1e-9))
        #expect(agree(sequence.p([2, 2, 2, 2, 2], above: 1), 1.0 / 36, 1e-9))
        #expect(sequence.p([2, 2, 2, 2, 2], below: 1) == 1 && sequence.p([2, 2, 2], above: 2) == 1)
    }
}
