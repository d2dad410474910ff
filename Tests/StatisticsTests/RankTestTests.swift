import Primitives
import Testing

@testable import Statistics

@Suite("Wilcoxon's signed-rank test") struct SignedRankTests {
    private let reference: ReferenceFile

    init() throws { reference = try ReferenceFile("rank-tests") }

    @Test("p, z and rank sums are scipy's") func scipy() throws {
        for row in try reference.list("signed_rank") {
            let name = try #require(row["name"]?.text)
            let differences = try Reference.numbers(row["differences"])
            let zeros = try #require(row["zeros"]?.text.flatMap(ZeroDifferences.init(rawValue:)))
            let exact = row["exact"] == .boolean(true)
            for alternative in Alternative.allCases {
                let test = try #require(
                    signedRankTest(
                        differences, zeros: zeros, method: exact ? .exact : .approximate,
                        alternative: alternative))
                let expected = try ReferenceFile.number(row["p"]?[alternative.rawValue])
                #expect(agree(test.p, expected, 1e-11), "\(name), \(alternative)")
                #expect(test.isExact == exact)
                #expect(test.positiveRankSum == (try ReferenceFile.number(row["positive"])))
                // SciPy's variance with split zeros has the zeros in it.
                if zeros != .zsplit || test.zeros == 0 {
                    #expect(agree(test.z, try ReferenceFile.number(row["z"]), 1e-12), "\(name)")
                }
            }
        }
    }

    @Test("exact up to 50 pairs, normal beyond, whatever the values") func limit() throws {
        let fifty = (1...50).map { Double($0 % 7) - 2 }
        #expect(try #require(signedRankTest(fifty)).isExact)
        #expect(!(try #require(signedRankTest(fifty + [1])).isExact))
        // Both are close where they meet; the continuity correction is not made for ties.
        let exact = try #require(signedRankTest(fifty)).p
        #expect(
            abs(exact - (try #require(signedRankTest(fifty, method: .approximate)).p)) < 0.001)
    }

    /// Published: Hollander and Wolfe's depression data as in R's `wilcox.test`; Darwin's plants as in
    /// SciPy's documentation.
    @Test("the documented examples of R and SciPy") func documented() throws {
        let before: [Double] = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
        let after: [Double] = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
        let depression = try #require(
            signedRankTest(zip(before, after).map { $0 - $1 }, alternative: .greater, resolution: 0.001))
        #expect(depression.positiveRankSum == 40 && depression.p == 0.01953125)
        let plants = try #require(
            signedRankTest([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]))
        #expect(plants.statistic == 24 && plants.p == 0.041259765625)
    }

    @Test("Demšar's table 6, differences rounded to three decimals") func demsar() throws {
        let table = try ReferenceFile.rows(reference.root["demsar"]?["accuracies"])
        let differences = table.map { $0[1] - $0[0] }
        let test = try #require(signedRankTest(differences, zeros: .zsplit, resolution: 0.001))
        #expect(test.positiveRankSum == 93 && test.negativeRankSum == 12 && test.statistic == 12)
        #expect(abs(test.demsarZ - -2.5424) < 5e-5)
        #expect(test.zeros == 2 && test.hasTies)
        for row in try ReferenceFile.elements(reference.root["demsar"]?["exact"]) {
            let method = Int(try ReferenceFile.number(row["method"]))
            let zeros = try #require(row["zeros"]?.text.flatMap(ZeroDifferences.init(rawValue:)))
            let test = try #require(
                signedRankTest(table.map { $0[0] - $0[method] }, zeros: zeros, resolution: 0.001))
            #expect(test.p == (try ReferenceFile.number(row["p"])))
        }
    }

    @Test("differences equal on paper are ties once the resolution is given") func resolution()
        throws
    {
        let differences = [0.4 - 0.3, -(0.3 - 0.2)]
        #expect(try #require(signedRankTest(differences)).positiveRankSum == 2)
        let rounded = try #require(signedRankTest(differences, resolution: 0.1))
        #expect(rounded.positiveRankSum == 1.5 && rounded.hasTies)
    }

    @Test("nothing, all zero and one pair") func degenerate() throws {
        #expect(signedRankTest([]) == nil)
        for zeros in ZeroDifferences.allCases {
            let none = try #require(signedRankTest([0, 0, -0.0], zeros: zeros))
            #expect(none.p == 1 && none.z == 0 && none.zeros == 3 && none.rankBiserialCorrelation == 0)
        }
        #expect(try #require(signedRankTest([2])).p == 1)
        #expect(try #require(signedRankTest([2], alternative: .greater)).p == 0.5)
        // Five pairs cannot go below 1/16.
        #expect(try #require(signedRankTest([1, 2, 3, 4, 5])).p == 0.0625)
        #expect(try #require(signedRankTest([1, 2, 3, 4, 5])).rankBiserialCorrelation == 1)
    }

    @Test("swapping the sides swaps the rank sums and the one-sided p-values") func symmetry() throws {
        let differences: [Double] = [0, 1, -2, 2, 3, 3, -4, 6, 0, 7]
        for zeros in ZeroDifferences.allCases {
            let forth = try #require(signedRankTest(differences, zeros: zeros, alternative: .greater))
            let back = try #require(
                signedRankTest(differences.map { -$0 }, zeros: zeros, alternative: .less))
            #expect(forth.p == back.p && forth.positiveRankSum == back.negativeRankSum)
            #expect(forth.z == -back.z)
        }
    }

    @Test("its exact distribution sums to one and matches counting") func distribution() {
        let ranks = [2, 5, 5, 8]
        let distribution = SignedRankDistribution(doubledRanks: ranks)
        for bound in -1...21 {
            let sums = (0..<16).map { pattern in
                ranks.indices.reduce(0) { $0 + (pattern >> $1 & 1 == 1 ? ranks[$1] : 0) }
            }
            let tails = distribution.tails(at: bound)
            #expect(tails.lower == Double(sums.count { $0 <= bound }) / 16)
            #expect(tails.upper == Double(sums.count { $0 >= bound }) / 16)
        }
    }
}

@Suite("The Mann–Whitney test") struct MannWhitneyTests {
    @Test("is scipy's, exact with ties too") func scipy() throws {
        for row in try ReferenceFile("rank-tests").list("rank_sum") {
            let a = try Reference.numbers(row["a"])
            let b = try Reference.numbers(row["b"])
            let exact = row["exact"] == .boolean(true)
            for alternative in Alternative.allCases {
                let test = try #require(
                    mannWhitneyTest(a, b, method: exact ? .exact : .approximate, alternative: alternative))
                let expected = try ReferenceFile.number(row["p"]?[alternative.rawValue])
                #expect(agree(test.p, expected, 1e-11), "\(row["name"]?.text ?? ""), \(alternative)")
                #expect(test.u == (try ReferenceFile.number(row["u"])))
            }
        }
    }

    /// Hollander and Wolfe (1973), page 69, as in R's `wilcox.test`: W = 35, p = 0.1272.
    @Test("R's documented example") func documented() throws {
        let a = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
        let b = [1.15, 0.88, 0.90, 0.74, 1.21]
        let test = try #require(mannWhitneyTest(a, b, alternative: .greater))
        #expect(test.u == 35 && abs(test.p - 0.1272) < 5e-5 && test.isExact)
        #expect(agree(test.probabilityOfSuperiority, 0.7))
    }

    @Test("degenerate samples") func degenerate() throws {
        #expect(mannWhitneyTest([], [1]) == nil)
        let same = try #require(mannWhitneyTest([1, 1], [1, 1, 1]))
        #expect(same.p == 1 && same.z == 0 && same.probabilityOfSuperiority == 0.5)
        #expect(
            !(try #require(mannWhitneyTest((0..<26).map(Double.init), (0..<25).map(Double.init))).isExact))
    }
}

@Suite("Mid-ranks") struct MidRankTests {
    @Test("equal values share the mean of their ranks") func ties() {
        #expect(midRanks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
        #expect(midRanks([0, -0.0, 1]) == [1.5, 1.5, 3])
        #expect(midRanks([]) == [])
        #expect(rounded([0.7110001, -0.0104, 0], to: 0.001) == [711, -10, 0])
    }
}
