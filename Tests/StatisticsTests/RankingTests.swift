import Numerics
import Primitives
import Statistics
import Testing

@Suite("Ranks, Friedman's test and what follows it") struct RankingTests {
    /// Table 6 of Demšar 2006: C4.5, +m, +cf, +m+cf; the row `voting` with the ranking that the paper has.
    static let demsar: [[Double]] = [
        [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967],
        [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
        [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875],
        [1, 1, 1, 1], [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
        [0.972, 0.981, 0.975, 0.9749], [0.957, 0.978, 0.946, 0.970],
    ]

    @Test("Friedman's test is SciPy's, with and without ties") func scipy() throws {
        for reference in try RankingReference.load().friedman {
            let test = try #require(friedmanTest(reference.table, better: .higher))
            #expect(agree(test.meanRanks, reference.meanRanks, 1e-14))
            #expect(agree(test.chiSquared, reference.chiSquared, 1e-11))
            #expect(agree(test.uncorrected.p, reference.chiSquaredP, 1e-10))
            #expect(agree(test.uncorrectedImanDavenport.statistic, reference.f, 1e-11))
            #expect(agree(test.uncorrectedImanDavenport.p, reference.fP, 1e-10))
            if let corrected = reference.tieCorrected, let p = reference.tieCorrectedP {
                #expect(agree(test.tieCorrectedChiSquared, corrected, 1e-11))
                #expect(agree(test.tieCorrected.p, p, 1e-10))
            }
            let nemenyi = nemenyiTest(test)
            for pair in nemenyi.pairs {
                let expected = reference.nemenyi[pair.first][pair.second]
                // scikit-posthocs' own p-values carry an absolute error of about 1e-12.
                #expect(agree([pair.adjusted], [expected], 1e-9, absolute: 1e-11))
            }
        }
    }

    @Test("Demšar's table 6 gives the published figures") func demsarTable() throws {
        let test = try #require(friedmanTest(RankingTests.demsar, better: .higher))
        let rankSums: [Double] = test.meanRanks.map { $0 * 14 }
        #expect(agree(rankSums, [44, 28, 40.5, 27.5], 1e-14))
        #expect(abs(test.chiSquared - 9.2786) < 5e-5)
        #expect(abs(test.tieCorrectedChiSquared - 10.228) < 5e-4)
        #expect(abs(test.uncorrectedImanDavenport.statistic - 3.6863) < 5e-5)
        #expect(abs(criticalDifference(methods: 4, blocks: 14) - 1.2536) < 5e-5)
        #expect(abs(criticalDifference(methods: 4, blocks: 14, level: 0.9) - 1.1181) < 5e-5)
        #expect(abs(bonferroniDunnDifference(methods: 4, blocks: 14) - 1.168) < 5e-4)
        #expect(abs(bonferroniDunnDifference(methods: 4, blocks: 14, level: 0.9) - 1.038) < 5e-4)
        #expect(abs(meanRankStandardError(methods: 4, blocks: 14) - 0.488) < 5e-4)
        let nemenyi = nemenyiTest(test)
        #expect(nemenyi.pairs.allSatisfy { $0.adjusted >= 0.05 })
        #expect(
            nemenyi.pairs.filter { $0.adjusted < 0.1 }.map { [$0.first, $0.second] } == [[0, 1], [0, 3]])
        let dunn = bonferroniDunnTest(test, baseline: 0)
        #expect(agree(dunn.map(\.z), [2.342, 0.512, 2.416], absolute: 1e-3))
        #expect(agree(dunn.map(\.p), [0.0192, 0.6084, 0.0157], absolute: 5e-5))
        #expect(dunn.allSatisfy { $0.adjusted == min(1, 3 * $0.p) })
    }

    @Test("the printed digits of that table tie where the paper does not") func printedDigits() throws {
        var table = RankingTests.demsar
        table[12][3] = 0.975
        let test = try #require(friedmanTest(table, better: .higher))
        #expect(abs(test.meanRanks[2] - 2.9286) < 5e-5 && abs(test.meanRanks[3] - 1.9286) < 5e-5)
        #expect(abs(test.chiSquared - 9.857) < 5e-4)
        #expect(abs(test.tieCorrectedChiSquared - 10.952) < 5e-4)
        #expect(abs(test.uncorrectedImanDavenport.statistic - 3.987) < 5e-4)
    }

    @Test("autorank's published ranks, p and critical difference") func autorank() throws {
        let reference = try RankingReference.load()
        let test = try #require(friedmanTest(reference.autorank, better: .higher))
        #expect(agree(test.meanRanks, [5.40, 4.71, 3.95, 2.47, 2.29, 2.18], 1e-14))
        #expect(agree(test.tieCorrected.p, 2.3412212612346733e-28, 1e-11))
        // By mpmath with 40 digits. autorank prints 1.0662484, by statsmodels' approximate quantile.
        #expect(agree(criticalDifference(methods: 6, blocks: 50), 1.066262133341349715, 1e-13))
        #expect(agree(criticalDifference(methods: 6, blocks: 50), 1.0662484349869374, 2e-5))
        // autorank prints 1.686 in its paper, for 6 populations and 20 samples.
        #expect(abs(criticalDifference(methods: 6, blocks: 20) - 1.686) < 5e-4)
    }

    @Test("the factors of critical differences are SciPy's studentised range over √2") func factors() throws {
        for row in try RankingReference.load().q {
            let error = meanRankStandardError(methods: Int(row[0]), blocks: 9)
            for (level, expected) in [(0.95, row[1]), (0.9, row[2])] {
                let ours = criticalDifference(methods: Int(row[0]), blocks: 9, level: level) / error
                #expect(agree(ours, expected, 1e-10))
            }
        }
    }

    @Test("R's RoundingTimes by friedman.test") func roundingTimes() throws {
        // Hollander and Wolfe (1973), p. 140: rounding out, narrow and wide angle, 22 players.
        let times: [[Double]] = [
            [5.40, 5.50, 5.55], [5.85, 5.70, 5.75], [5.20, 5.60, 5.50], [5.55, 5.50, 5.40],
            [5.90, 5.85, 5.70],
            [5.45, 5.55, 5.60], [5.40, 5.40, 5.35], [5.45, 5.50, 5.35], [5.25, 5.15, 5.00],
            [5.85, 5.80, 5.70],
            [5.25, 5.20, 5.10], [5.65, 5.55, 5.45], [5.60, 5.35, 5.45], [5.05, 5.00, 4.95],
            [5.50, 5.50, 5.40],
            [5.45, 5.55, 5.50], [5.55, 5.55, 5.35], [5.45, 5.50, 5.55], [5.50, 5.45, 5.25],
            [5.65, 5.60, 5.40],
            [5.70, 5.65, 5.55], [6.30, 6.30, 6.25],
        ]
        let test = try #require(friedmanTest(times, better: .lower))
        #expect(abs(test.tieCorrectedChiSquared - 11.142857) < 5e-7)
        #expect(abs(test.tieCorrected.p - 0.003805041) < 5e-10)
    }

    @Test("blocks that agree give an infinite F, tied ones nothing") func degenerate() throws {
        let same = try #require(friedmanTest([[1, 2, 3], [4, 5, 6], [0, 1, .infinity]], better: .higher))
        #expect(same.imanDavenport == .init(statistic: .infinity, p: 0) && same.chiSquared == 6)
        let tied = try #require(friedmanTest([[1, 1], [2, 2]], better: .lower))
        #expect(tied.tieCorrected == .init(statistic: 0, p: 1) && tied.imanDavenport.p == 1)
        #expect(friedmanTest([[1, 2]], better: .higher) == nil && friedmanTest([], better: .higher) == nil)
        #expect(friedmanTest([[1], [2]], better: .higher) == nil)
    }

    @Test("three blocks that agree on three methods are no proof") func fewBlocks() throws {
        // The most extreme of the 36 outcomes has probability 1/36 = 0.028; F alone would give p = 0.
        let same = try #require(friedmanTest([[1, 2, 3], [1, 2, 3], [1, 2, 3]], better: .lower))
        #expect(same.p == same.tieCorrected.p && same.p > 1.0 / 36)
        let many = try #require(friedmanTest(RankingTests.demsar, better: .higher))
        #expect(many.p == many.imanDavenport.p)
    }

    @Test("ranks average over ties, in the metric's direction; infinite values are outcomes") func ranks() {
        #expect(averageRanks([3, 1, 3, .infinity], better: .higher) == [2.5, 4, 2.5, 1])
        #expect(averageRanks([3, 1, 3, .infinity], better: .lower) == [2.5, 1, 2.5, 4])
        #expect(averageRanks([0, -0.0], better: .lower) == [1.5, 1.5])
        #expect(averageRanks([], better: .lower).isEmpty)
    }

    @Test("Wilcoxon and Holm over all pairs") func wilcoxon() throws {
        let comparisons = try #require(wilcoxonHolm(RankingTests.demsar, zeros: .zsplit, resolution: 0.001))
        #expect(comparisons.pairs.count == 6)
        for pair in comparisons.pairs {
            let differences = RankingTests.demsar.map { $0[pair.first] - $0[pair.second] }
            let alone = try #require(signedRankTest(differences, zeros: .zsplit, resolution: 0.001))
            #expect(pair.p == alone.p && comparisons.pair(pair.second, pair.first) == pair)
        }
        #expect(
            comparisons.pairs.map(\.adjusted) == holmAdjusted(comparisons.pairs.compactMap(\.p)))
        // A failed cell is worse than anything, two of them are a tie.
        let failed: [[Double]] = [
            [1, -.infinity], [2, 0], [-.infinity, -.infinity], [5, 1], [7, 2], [9, 3], [4, 0],
        ]
        let finite: [[Double]] = [[100, 0], [2, 0], [1, 1], [5, 1], [7, 2], [9, 3], [4, 0]]
        #expect(wilcoxonHolm(failed)?.pairs[0].p == wilcoxonHolm(finite)?.pairs[0].p)
        #expect(wilcoxonHolm([[1]]) == nil)
    }
}
