import Primitives
import Testing

@testable import Statistics

@Suite("The sign test") struct SignTestTests {
    @Test("is scipy's binomial test, from 5 to 920 pairs") func scipy() throws {
        for row in try ReferenceFile("rank-tests").list("signs") {
            func count(_ key: String) throws -> Int { Int(try ReferenceFile.number(row[key])) }
            let (positive, negative, zeros) = (
                try count("positive"), try count("negative"), try count("zeros")
            )
            let differences =
                [Double](repeating: 0.5, count: positive) + [Double](repeating: -2, count: negative)
                + [Double](repeating: 0, count: zeros)
            for alternative in Alternative.allCases {
                let test = try #require(signTest(differences, alternative: alternative))
                #expect(test.positive == positive && test.negative == negative && test.zeros == zeros)
                let expected = try ReferenceFile.number(row["p"]?[alternative.rawValue])
                #expect(agree(test.p, expected, 1e-10), "\(positive) : \(negative), \(alternative)")
            }
        }
    }

    @Test("differences below half the resolution are zero") func resolution() throws {
        #expect(signTest([]) == nil)
        let test = try #require(signTest([0.0004, -0.0004, 0.001, 0.9 - 0.8 - 0.1], resolution: 0.001))
        #expect(test.zeros == 3 && test.positive == 1)
    }
}

@Suite("Permutation tests") struct PermutationTests {
    private let reference: ReferenceFile

    init() throws { reference = try ReferenceFile("rank-tests") }

    @Test("all signs are scipy's permutation_test") func signs() throws {
        for row in try reference.list("flips") {
            let differences = try Reference.numbers(row["differences"])
            for alternative in Alternative.allCases {
                let test = try #require(permutationTest(differences, alternative: alternative))
                let expected = try ReferenceFile.number(row["p"]?[alternative.rawValue])
                #expect(
                    agree(test.p, expected, 1e-12) && test.isExact, "\(differences.count), \(alternative)")
                #expect(test.rearrangements == 1 << differences.count)
            }
        }
        let row = try #require(reference.root["median_flips"])
        for alternative in Alternative.allCases {
            let test = try #require(
                permutationTest(
                    Reference.numbers(row["differences"]), statistic: .median, alternative: alternative))
            #expect(agree(test.p, try ReferenceFile.number(row["p"]?[alternative.rawValue]), 1e-12))
        }
    }

    @Test("all divisions are scipy's permutation_test") func divisions() throws {
        for row in try reference.list("divisions") {
            let a = try Reference.numbers(row["a"])
            let b = try Reference.numbers(row["b"])
            for alternative in Alternative.allCases {
                let test = try #require(
                    permutationTest(
                        a, b, statistic: row["statistic"]?.text == "mean" ? .mean : .median,
                        alternative: alternative))
                let expected = try ReferenceFile.number(row["p"]?[alternative.rawValue])
                #expect(agree(test.p, expected, 1e-12) && test.isExact, "\(a), \(alternative)")
            }
        }
    }

    /// Published: Fisher (1935), "The Design of Experiments", section 21: of the 2¹⁵ sums 863 are at least
    /// the observed 314.
    @Test("Fisher's count for Darwin's plants") func fisher() throws {
        let heights: [Double] = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]
        #expect(SignedSums(heights).count(atLeast: 314) == 863)
        #expect(try #require(permutationTest(heights, alternative: .greater)).p == 863.0 / 32_768)
    }

    @Test("sums that are equal on paper are equal with a resolution") func resolution() throws {
        // 0.3 − 0.2, 0.7 − 0.6 and 0.9 − 0.7 + …: on paper 0.1, 0.1, 0.2, so 0.1 + 0.1 − 0.2 = 0 is a tie.
        let differences = [0.3 - 0.2, 0.7 - 0.6, 0.9 - 0.7, -(0.5 - 0.4)]
        let test = try #require(permutationTest(differences, resolution: 0.1))
        let whole = try #require(permutationTest([1, 1, 2, -1]))
        #expect(test.p == whole.p && agree(test.statistic, 0.075))
    }

    @Test("random signs come near all signs, and are never zero") func monteCarlo() throws {
        let differences: [Double] = [0.3, 1.2, -0.4, 0.9, 1.4, 0.2, -0.1, 0.8]
        let exact = try #require(permutationTest(differences))
        let drawn = try #require(permutationTest(differences, method: .approximate, draws: 20_000))
        #expect(!drawn.isExact && drawn.rearrangements == 20_000)
        #expect(abs(drawn.p - exact.p) < 0.012 && drawn.p != exact.p)
        #expect(
            drawn.p == (try #require(permutationTest(differences, method: .approximate, draws: 20_000))).p)
        let certain = try #require(
            permutationTest(
                (1...40).map(Double.init), method: .approximate, alternative: .greater, draws: 999))
        #expect(certain.p == 0.001)
        let two = try #require(
            permutationTest([1, 2, 3, 4], [2.5, 6, 7], method: .approximate, draws: 20_000))
        #expect(abs(two.p - (try #require(permutationTest([1, 2, 3, 4], [2.5, 6, 7]))).p) < 0.015)
    }

    @Test("exact up to 30 pairs for the mean, 16 for others") func limit() throws {
        let thirty = (1...30).map { Double($0 % 5) - 1 }
        #expect(try #require(permutationTest(thirty)).isExact)
        #expect(!(try #require(permutationTest(thirty + [1], draws: 9))).isExact)
        #expect(!(try #require(permutationTest(thirty, statistic: .median, draws: 9))).isExact)
        #expect(permutationTest([]) == nil && permutationTest([], [1]) == nil)
        #expect(try #require(permutationTest([0, 0, 0])).p == 1)
    }

    @Test("binomial coefficients stop at their limit") func coefficients() {
        #expect(binomialCoefficient(20, 10, limit: 200_000) == 184_756)
        #expect(binomialCoefficient(21, 10, limit: 200_000) == nil)
        #expect(binomialCoefficient(5, 0, limit: 1) == 1 && binomialCoefficient(300, 150, limit: .max) == nil)
    }
}
