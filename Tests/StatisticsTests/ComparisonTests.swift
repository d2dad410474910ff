import Primitives
import Statistics
import Testing

@Suite("Means and differences") struct ComparisonTests {
    private let reference: JSONValue
    private let a: [Double]
    private let b: [Double]

    init() throws {
        reference = try Reference.load()
        a = try Reference.numbers(reference["paired"]?["a"])
        b = try Reference.numbers(reference["paired"]?["b"])
    }

    private func expected(_ part: String, _ key: String) throws -> Double {
        try #require(reference[part]?[key]?.number)
    }

    @Test("the t interval is scipy's") func interval() throws {
        let ends = try Reference.numbers(reference["mean_interval"])
        let interval = try #require(tInterval(a, level: 0.95))
        #expect(agree(interval.lower, ends[0]) && agree(interval.upper, ends[1]))
        #expect(interval.level == 0.95 && interval.contains(92) && !interval.contains(100))
    }

    @Test("independent pairs give scipy's ttest_rel") func paired() throws {
        let result = try #require(pairedDifference(a, b))
        guard case .decided(let t, let degrees, let p) = result.test else {
            Issue.record("\(result.test)")
            return
        }
        #expect(degrees == 9)
        #expect(agree(t, try expected("paired", "t"), 1e-10))
        #expect(agree(p, try expected("paired", "p"), 1e-10))
        #expect(agree(result.estimate.mean, try expected("paired", "mean"), 1e-10))
        #expect(agree(try #require(result.estimate.interval).lower, try expected("paired", "lower"), 1e-10))
        #expect(agree(try #require(result.estimate.interval).upper, try expected("paired", "upper"), 1e-10))
    }

    @Test("the corrected resampled t is Nadeau and Bengio's") func corrected() throws {
        let ratio = try expected("corrected", "ratio")
        let result = try #require(pairedDifference(a, b, resampling: .repeatedSplits(testToTrain: ratio)))
        #expect(agree(try #require(result.p), try expected("corrected", "p"), 1e-10))
        #expect(
            agree(try #require(result.estimate.interval).lower, try expected("corrected", "lower"), 1e-10))
        #expect(
            agree(try #require(result.estimate.interval).upper, try expected("corrected", "upper"), 1e-10))
    }

    /// The Bayesian correlated t test's posterior is a Student t of the same location, scale and degrees of
    /// freedom.
    ///
    /// Published values: documentation of baycomp, data set `sonar`.
    @Test("its Bayesian twin gives baycomp's published probabilities") func bayesianTwin() throws {
        let result = try #require(pairedDifference(a, b, resampling: .repeatedSplits(testToTrain: 1.0 / 9)))
        let posterior = StudentT(degreesOfFreedom: 9)
        let location = result.estimate.mean
        let scale = try #require(result.estimate.standardError)
        #expect(agree(posterior.upperTail((0 - location) / scale), 0.4145119975061462))
        #expect(agree(posterior.cumulative((0 - location) / scale), 0.5854880024938538))
        let above = posterior.upperTail((0.5 - location) / scale)
        let below = posterior.cumulative((-0.5 - location) / scale)
        #expect(agree(above, 0.28584464173791002))
        #expect(agree(below, 0.44500348657406508))
        #expect(agree(1 - above - below, 0.2691518716880249))
    }

    @Test("degenerate differences are named, not numbers") func degenerate() throws {
        #expect(pairedDifference([], []) == nil)
        let one = try #require(pairedDifference([0.5], [0.25]))
        #expect(one.test == .tooFewPairs && one.estimate.interval == nil && one.estimate.mean == 0.25)
        let same = try #require(pairedDifference([0.5, 0.7], [0.5, 0.7]))
        #expect(same.test == .identical && same.p == nil)
        #expect(try #require(same.estimate.interval).halfWidth == 0)
        // 0.9 − 0.8, 0.7 − 0.6 and 0.5 − 0.4 are one amount but for rounding.
        let constant = try #require(pairedDifference([0.9, 0.7, 0.5], [0.8, 0.6, 0.4]))
        #expect(constant.test == .constant && constant.p == nil)
        #expect(try #require(constant.estimate.interval).halfWidth == 0)
        #expect(estimateMean([]) == nil)
        #expect(try #require(estimateMean([2])).interval == nil)
        #expect(
            try #require(estimateMean([2, 2, 2]).map(\.interval)) == Interval(lower: 2, upper: 2, level: 0.95)
        )
    }

    @Test("swapping the methods turns the sign and nothing else") func symmetry() throws {
        let forth = try #require(pairedDifference(a, b))
        let back = try #require(pairedDifference(b, a))
        #expect(forth.estimate.mean == -back.estimate.mean)
        #expect(forth.p == back.p)
    }
}

@Suite("Holm") struct HolmTests {
    @Test("R's documented example") func documented() {
        let adjusted = holmAdjusted([0.01, 0.02, 0.03, 0.04, 0.05])
        for (value, expected) in zip(adjusted, [0.05, 0.08, 0.09, 0.09, 0.09]) {
            #expect(agree(value, expected))
        }
    }

    @Test("the order given does not matter and is kept") func order() {
        let adjusted = holmAdjusted([0.05, 0.01, 0.04, 0.02, 0.03])
        for (value, expected) in zip(adjusted, [0.09, 0.05, 0.09, 0.08, 0.09]) {
            #expect(agree(value, expected))
        }
    }

    @Test("contrasts without a p-value enlarge the family") func family() {
        #expect(holmAdjusted([0.01], familySize: 4) == [0.04])
        #expect(holmAdjusted([], familySize: 4) == [])
        #expect(holmAdjusted([0.6, 0.9]) == [1, 1])
        #expect(holmAdjusted([0.02, 0.02]) == [0.04, 0.04])
    }
}
