import Primitives

/// Published values of ranks over datasets, what follows Friedman's test, and pairwise strengths.
enum RankingReferences {
    static var all: [ReferenceCheck] {
        demsarChecks + printedTieChecks + roundingTimesChecks + studentizedRangeChecks + skillingsMackChecks
            + bradleyTerryChecks
    }

    /// Table 6 of Demšar 2006, in thousandths: C4.5, C4.5+m, C4.5+cf, C4.5+m+cf on 14 datasets.
    ///
    /// The row `voting` is printed with a tie (975, 975) but ranked in the paper with the third method before
    /// the fourth; here it is as ranked.
    static let demsarTable: [[Double]] = [
        [763, 768, 771, 798], [599, 591, 590, 569], [954, 971, 968, 967], [628, 661, 654, 657],
        [882, 888, 886, 898], [936, 931, 916, 931], [661, 668, 609, 685], [583, 583, 563, 625],
        [775, 838, 866, 875], [1000, 1000, 1000, 1000], [940, 962, 965, 962], [619, 666, 614, 669],
        [972, 981, 975, 974.9], [957, 978, 946, 970],
    ]

    private static let demsarSource = "Demšar 2006, section 3.2.2 and table 6"

    private static var demsarChecks: [ReferenceCheck] {
        guard let test = friedmanTest(demsarTable, better: .higher) else { return [] }
        let names = ["C4.5", "+m", "+cf", "+m+cf"]
        let ranks = zip(zip(names, [3.143, 2, 2.893, 1.964]), test.meanRanks).map { row, obtained in
            ReferenceCheck(
                "Mean ranks", "\(row.0), Demšar's table 6", source: demsarSource, expected: row.1,
                obtained: obtained, tolerance: .decimals(3))
        }
        let dunn = bonferroniDunnTest(test, baseline: 0)
        let comparisons = zip(dunn, [(2.342, 0.0192), (0.512, 0.6084), (2.416, 0.0157)]).flatMap {
            ours, theirs in
            [
                ReferenceCheck(
                    "Bonferroni–Dunn test", "z of \(names[ours.method]) against C4.5", source: demsarSource,
                    expected: theirs.0, obtained: ours.z, tolerance: .within(0.001),
                    remark: "the paper computes z from rounded ranks and a rounded error"),
                ReferenceCheck(
                    "Bonferroni–Dunn test", "p of \(names[ours.method]) against C4.5", source: demsarSource,
                    expected: theirs.1, obtained: ours.p, tolerance: .decimals(4)),
            ]
        }
        let first = demsarTable.map { $0[1] - $0[0] }
        let wilcoxon = signedRankTest(first, zeros: .zsplit, resolution: 1)
        return ranks + comparisons + [
            ReferenceCheck(
                "Friedman test", "χ²_F without tie correction, Demšar's table 6", source: demsarSource,
                expected: 9.28, obtained: test.chiSquared, tolerance: .decimals(2)),
            ReferenceCheck(
                "Friedman test", "χ² corrected for ties, Demšar's table 6", source: "SciPy 1.17.1",
                expected: 10.228346456692925, obtained: test.tieCorrectedChiSquared, tolerance: .digits(12)),
            ReferenceCheck(
                "Iman–Davenport test", "F_F, Demšar's table 6", source: demsarSource, expected: 3.69,
                obtained: test.uncorrectedImanDavenport.statistic, tolerance: .decimals(2)),
            ReferenceCheck(
                "Nemenyi test", "critical difference at 0.05, 4 methods, 14 blocks", source: demsarSource,
                expected: 1.25, obtained: criticalDifference(methods: 4, blocks: 14),
                tolerance: .decimals(2)),
            ReferenceCheck(
                "Nemenyi test", "critical difference at 0.10, 4 methods, 14 blocks", source: demsarSource,
                expected: 1.12, obtained: criticalDifference(methods: 4, blocks: 14, level: 0.9),
                tolerance: .decimals(2)),
            ReferenceCheck(
                "Nemenyi test", "pairs told apart at 0.05", source: demsarSource, expected: 0,
                obtained: Double(nemenyiTest(test).pairs.count { $0.adjusted < 0.05 })),
            ReferenceCheck(
                "Nemenyi test", "pairs told apart at 0.10", source: demsarSource, expected: 2,
                obtained: Double(nemenyiTest(test).pairs.count { $0.adjusted < 0.1 })),
            ReferenceCheck(
                "Wilcoxon signed-rank test", "T, C4.5+m against C4.5, zeros split",
                source: "Demšar 2006, 3.1.3",
                expected: 12, obtained: wilcoxon?.statistic ?? .nan),
            ReferenceCheck(
                "Wilcoxon signed-rank test", "z, C4.5+m against C4.5, zeros split",
                source: "Demšar 2006, 3.1.3",
                expected: -2.54, obtained: wilcoxon?.demsarZ ?? .nan, tolerance: .decimals(2)),
        ]
    }

    private static var printedTieChecks: [ReferenceCheck] {
        var table = demsarTable
        table[12][3] = 975
        guard let test = friedmanTest(table, better: .higher) else { return [] }
        return [
            ReferenceCheck(
                "Friedman test", "χ² corrected for ties, Demšar's table 6 as printed", source: "SciPy 1.17.1",
                expected: 10.952380952380956, obtained: test.tieCorrectedChiSquared, tolerance: .digits(12))
        ]
    }

    private static var roundingTimesChecks: [ReferenceCheck] {
        // Hollander and Wolfe (1973), p. 140 ff., in hundredths of a second.
        let times: [[Double]] = [
            [540, 550, 555], [585, 570, 575], [520, 560, 550], [555, 550, 540], [590, 585, 570],
            [545, 555, 560],
            [540, 540, 535], [545, 550, 535], [525, 515, 500], [585, 580, 570], [525, 520, 510],
            [565, 555, 545],
            [560, 535, 545], [505, 500, 495], [550, 550, 540], [545, 555, 550], [555, 555, 535],
            [545, 550, 555],
            [550, 545, 525], [565, 560, 540], [570, 565, 555], [630, 630, 625],
        ]
        guard let test = friedmanTest(times, better: .lower) else { return [] }
        return [
            ReferenceCheck(
                "Friedman test", "χ², rounding first base", source: "R, example of friedman.test",
                expected: 11.142857, obtained: test.tieCorrectedChiSquared, tolerance: .decimals(6)),
            ReferenceCheck(
                "Friedman test", "p, rounding first base", source: "R, example of friedman.test",
                expected: 0.003805041, obtained: test.tieCorrected.p, tolerance: .decimals(9)),
        ]
    }

    private static var studentizedRangeChecks: [ReferenceCheck] {
        let five = [1.960, 2.344, 2.569, 2.728, 2.850, 2.948, 3.031, 3.102, 3.164]
        let ten = [1.645, 2.052, 2.291, 2.460, 2.589, 2.693, 2.780, 2.855, 2.920]
        return zip([0.95, 0.9], [five, ten]).flatMap { level, values in
            zip(2..., values).map { methods, expected in
                let error = meanRankStandardError(methods: methods, blocks: 10)
                return ReferenceCheck(
                    "Nemenyi test", "q / √2, \(methods) methods, level \(level)",
                    source: "SciPy 1.17.1, studentized_range", expected: expected,
                    obtained: criticalDifference(methods: methods, blocks: 10, level: level) / error,
                    tolerance: .decimals(3))
            }
        } + [
            ReferenceCheck(
                "Nemenyi test", "critical difference, 6 methods, 50 blocks",
                source: "mpmath 1.3.0, the integral with 40 digits", expected: 1.0662621333413498,
                obtained: criticalDifference(methods: 6, blocks: 50), tolerance: .digits(12)),
            ReferenceCheck(
                "Nemenyi test", "critical difference, 6 methods, 50 blocks", source: "autorank's README",
                expected: 1.0662484349869374, obtained: criticalDifference(methods: 6, blocks: 50),
                tolerance: .within(2e-5), remark: "autorank takes statsmodels' approximate quantile"),
            ReferenceCheck(
                "Nemenyi test", "critical difference, 6 methods, 20 blocks",
                source: "Herbold 2020, Journal of Open Source Software 5(48)", expected: 1.686,
                obtained: criticalDifference(methods: 6, blocks: 20), tolerance: .decimals(3)),
        ]
    }

    private static var skillingsMackChecks: [ReferenceCheck] {
        let table: [[Double?]] = [
            [32, 41, 38, 42], [31, 39, 34, 40], [43, 35, 46, 48], [35, 36, 39, 40], [36, 42, 37, 39],
            [45, 47, 37, nil], [nil, 42, 34, nil], [43, 46, 44, 49], [35, nil, 37, 39],
        ]
        let test = skillingsMackTest(table, better: .lower)
        let source = "Skillings and Mack 1981, table 1; R, Skillings.Mack"
        return [
            ReferenceCheck(
                "Skillings–Mack test", "statistic, ways of assembly", source: source, expected: 15.493,
                obtained: test?.statistic ?? .nan, tolerance: .decimals(3)),
            ReferenceCheck(
                "Skillings–Mack test", "p, ways of assembly", source: source, expected: 0.00144,
                obtained: test?.p ?? .nan, tolerance: .decimals(5)),
        ]
    }

    private static var bradleyTerryChecks: [ReferenceCheck] {
        let wins = [[0, 14.5, 11], [19.5, 0, 4], [9.5, 8, 0]]
        let fit = BradleyTerry(wins: wins)
        let expected = [-0.09370163861825886, -0.0010355360881097592, 0.09473717470636861]
        return expected.indices.map {
            ReferenceCheck(
                "Bradley–Terry model", "log strength \($0 + 1) of 3",
                source: "statsmodels 0.15.0, binomial GLM",
                expected: expected[$0], obtained: fit?.logStrengths[$0] ?? .nan)
        }
    }
}
