import Primitives

/// Published values of rank, sign and permutation tests.
enum RankTestReferences {
    static var all: [ReferenceCheck] { signedRank + demsar + rankSum + permutation }

    /// Darwin's differences of height of fifteen pairs of plants, crossed less self-fertilised, in eighths of
    /// an inch.
    private static let plants: [Double] = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

    private static var signedRank: [ReferenceCheck] {
        let procedure = "Wilcoxon signed-rank test"
        let before: [Double] = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
        let after: [Double] = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
        let depression = signedRankTest(
            zip(before, after).map { $0 - $1 }, alternative: .greater, resolution: 0.001)
        let exact = signedRankTest(plants)
        let approximate = signedRankTest(plants, method: .approximate)
        let documentation = "SciPy's documentation, scipy.stats.wilcoxon"
        return [
            ReferenceCheck(
                procedure, "V, Hamilton depression scores", source: "R, wilcox.test", expected: 40,
                obtained: depression?.positiveRankSum ?? .nan),
            ReferenceCheck(
                procedure, "exact one-sided p, Hamilton depression scores", source: "R, wilcox.test",
                expected: 0.01953125, obtained: depression?.p ?? .nan),
            ReferenceCheck(
                procedure, "T, Darwin's plants", source: documentation, expected: 24,
                obtained: exact?.statistic ?? .nan),
            ReferenceCheck(
                procedure, "exact p, Darwin's plants", source: documentation, expected: 0.041259765625,
                obtained: exact?.p ?? .nan),
            ReferenceCheck(
                procedure, "normal p with continuity correction, Darwin's plants",
                source: "SciPy 1.17, scipy.stats.wilcoxon",
                expected: 0.043772323763041174, obtained: approximate?.p ?? .nan),
            ReferenceCheck(
                procedure, "z, Darwin's plants", source: "SciPy 1.17, scipy.stats.wilcoxon",
                expected: 2.0446626032894333, obtained: approximate?.z ?? .nan),
        ]
    }

    /// C4.5 and C4.5 with the minimal number of examples in a leaf tuned, on fourteen datasets.
    private static var demsar: [ReferenceCheck] {
        let plain = [
            0.763, 0.599, 0.954, 0.628, 0.882, 0.936, 0.661, 0.583, 0.775, 1, 0.940, 0.619, 0.972, 0.957,
        ]
        let tuned = [
            0.768, 0.591, 0.971, 0.661, 0.888, 0.931, 0.668, 0.583, 0.838, 1, 0.962, 0.666, 0.981, 0.978,
        ]
        let differences = zip(tuned, plain).map { $0 - $1 }
        let split = signedRankTest(differences, zeros: .zsplit, resolution: 0.001)
        let pratt = signedRankTest(differences, resolution: 0.001)
        let dropped = signedRankTest(differences, zeros: .wilcox, resolution: 0.001)
        let procedure = "Wilcoxon signed-rank test"
        let paper = "Demšar (2006), table 2 and section 3.1.3"
        let program = "SciPy 1.17, scipy.stats.wilcoxon over all signs"
        return [
            ReferenceCheck(
                procedure, "R⁺, C4.5 and C4.5+m, zeros split", source: paper, expected: 93,
                obtained: split?.positiveRankSum ?? .nan),
            ReferenceCheck(
                procedure, "R⁻, C4.5 and C4.5+m, zeros split", source: paper, expected: 12,
                obtained: split?.negativeRankSum ?? .nan),
            ReferenceCheck(
                procedure, "z, C4.5 and C4.5+m, zeros split", source: paper, expected: -2.54,
                obtained: split?.demsarZ ?? .nan, tolerance: .decimals(2)),
            ReferenceCheck(
                procedure, "exact p, C4.5 and C4.5+m, Pratt's zeros", source: program, expected: 0.0078125,
                obtained: pratt?.p ?? .nan),
            ReferenceCheck(
                procedure, "exact p, C4.5 and C4.5+m, zeros dropped", source: program,
                expected: 0.00732421875,
                obtained: dropped?.p ?? .nan),
        ]
    }

    private static var rankSum: [ReferenceCheck] {
        let procedure = "Mann–Whitney U test"
        let permeability = mannWhitneyTest(
            [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], [1.15, 0.88, 0.90, 0.74, 1.21],
            alternative: .greater)
        let ages = ([19.0, 22, 16, 29, 24], [20.0, 11, 17, 12])
        let documentation = "SciPy's documentation, scipy.stats.mannwhitneyu"
        return [
            ReferenceCheck(
                procedure, "W, permeability", source: "R, wilcox.test", expected: 35,
                obtained: permeability?.u ?? .nan),
            ReferenceCheck(
                procedure, "exact one-sided p, permeability", source: "R, wilcox.test", expected: 0.1272,
                obtained: permeability?.p ?? .nan, tolerance: .decimals(4)),
            ReferenceCheck(
                procedure, "exact one-sided p, permeability", source: "SciPy 1.17, scipy.stats.mannwhitneyu",
                expected: 0.1272061272061272, obtained: permeability?.p ?? .nan),
            ReferenceCheck(
                procedure, "exact p, ages at diagnosis", source: documentation, expected: 1.0 / 9,
                obtained: mannWhitneyTest(ages.0, ages.1)?.p ?? .nan),
            ReferenceCheck(
                procedure, "normal p, ages at diagnosis", source: documentation,
                expected: 0.11134688653314041,
                obtained: mannWhitneyTest(ages.0, ages.1, method: .approximate)?.p ?? .nan),
        ]
    }

    private static var permutation: [ReferenceCheck] {
        let treated: [Double] = [94, 197, 16, 38, 99, 141, 23]
        let untreated: [Double] = [52, 104, 146, 10, 51, 30, 40, 27, 46]
        return [
            ReferenceCheck(
                "Sign-flip permutation test", "one-sided p, Darwin's plants: 863 of 2¹⁵",
                source: "Fisher (1935), The Design of Experiments, section 21", expected: 863.0 / 32_768,
                obtained: permutationTest(plants, alternative: .greater)?.p ?? .nan),
            ReferenceCheck(
                "Permutation test", "one-sided p of the difference of means, mice, all 11,440 divisions",
                source: "SciPy 1.17, scipy.stats.permutation_test", expected: 0.1409965034965035,
                obtained: permutationTest(treated, untreated, alternative: .greater)?.p ?? .nan),
            ReferenceCheck(
                "Sign test", "p, Darwin's plants, 13 of 15", source: "SciPy 1.17, scipy.stats.binomtest",
                expected: 0.00738525390625, obtained: signTest(plants)?.p ?? .nan),
        ]
    }
}
