import Primitives

/// Effect sizes, equivalence and one-sided tests and proportions as scipy, statsmodels and R's effsize give them.
enum EffectSizeReferences {
    static var all: [ReferenceCheck] { unpaired + paired + equivalence + oneSided + proportions }

    private static let treatment: [Double] = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50]
    private static let control: [Double] = [10, 20, 30, 40, 40, 50]
    /// The first ten sonar scores of two classifiers in the documentation of baycomp: naive Bayes minus a
    /// tree.
    private static let differences = zip(
        [94.203, 92.754, 95.652, 91.176, 92.647, 91.176, 92.647, 92.647, 86.765, 91.176],
        [92.754, 92.754, 89.855, 89.706, 95.588, 89.706, 95.588, 94.118, 91.176, 92.647]
    ).map { $0 - $1 }

    private static func check(
        _ procedure: String, _ quantity: String, _ source: String, _ expected: Double, _ obtained: Double?,
        _ tolerance: ReferenceCheck.Tolerance = .digits(10)
    ) -> ReferenceCheck {
        ReferenceCheck(
            procedure, quantity, source: source, expected: expected, obtained: obtained ?? .nan,
            tolerance: tolerance)
    }

    private static var unpaired: [ReferenceCheck] {
        let delta = cliffsDelta(treatment, control)
        let d = cohensD(treatment, control)
        let effsize = "R, effsize::cliff.delta, documentation"
        let scipy = "scipy 1.17.1, nct"
        let example = "effsize's example"
        return [
            check("Cliff's δ", "δ, \(example)", effsize, -0.25, delta?.value),
            check(
                "Cliff's δ", "lower limit, \(example)", effsize, -0.7265846, delta?.interval?.lower,
                .decimals(7)),
            check(
                "Cliff's δ", "upper limit, \(example)", effsize, 0.3890062, delta?.interval?.upper,
                .decimals(7)),
            check(
                "A₁₂", example, "scipy 1.17.1, mannwhitneyu", 0.375,
                probabilityOfSuperiority(treatment, control)?.value),
            check("Cohen's d", "d, \(example)", scipy, -0.4220893283949147, d?.value),
            check("Cohen's d", "lower limit, \(example)", scipy, -1.438698751077476, d?.interval?.lower),
            check("Cohen's d", "upper limit, \(example)", scipy, 0.6091102451160849, d?.interval?.upper),
            check(
                "Hedges' g", "g, \(example)", "mpmath 1.3.0, exact factor", -0.3989958628030656,
                hedgesG(treatment, control)?.value),
        ]
    }

    private static var paired: [ReferenceCheck] {
        let scipy = "scipy 1.17.1, nct"
        let d = pairedCohensD(differences)
        let corrected = pairedCohensD(differences, resampling: .repeatedSplits(testToTrain: 1.0 / 9))
        return [
            check("Cohen's d_z", "d_z, sonar", scipy, -0.10215137210668536, d?.value),
            check("Cohen's d_z", "lower limit, sonar", scipy, -0.7209109970831757, d?.interval?.lower),
            check("Cohen's d_z", "upper limit, sonar", scipy, 0.5221623648282255, d?.interval?.upper),
            check(
                "Cohen's d_z", "lower limit, sonar, splits 9 : 1", scipy, -1.001106874355847,
                corrected?.interval?.lower),
            check(
                "Cohen's d_z", "upper limit, sonar, splits 9 : 1", scipy, 0.8023748686862495,
                corrected?.interval?.upper),
            check(
                "Hedges' g", "g of pairs, sonar", "mpmath 1.3.0, exact factor", -0.09335357413045782,
                pairedHedgesG(differences)?.value),
        ]
    }

    private static var equivalence: [ReferenceCheck] {
        let statsmodels = "statsmodels 0.15.0, ttost_paired"
        return [
            (0.5, 0.4204217575511992),
            (1.5, 0.11862138354554572),
            (3, 0.009461436505593177),
            (5, 0.0003826947750946005),
        ].map { margin, expected in
            check(
                "Equivalence by two one-sided tests", "p, sonar, margin \(margin)", statsmodels, expected,
                equivalenceTest(differences, margin: margin)?.p)
        }
    }

    private static var oneSided: [ReferenceCheck] {
        let welch = WelchTest([1.02, 0.98, 1.05, 1.01, 0.97], [0.93, 0.96, 0.91, 0.95, 0.94])
        let mean = estimateMean([-0.021, -0.008, -0.03, 0.004, -0.017, -0.025, -0.011, -0.002])
        return [
            check(
                "Welch's t test", "degrees of freedom", "scipy 1.17.1, ttest_ind", 6.545333110702944,
                welch?.degreesOfFreedom),
            check(
                "Welch's t test", "p, greater", "scipy 1.17.1, ttest_ind", 0.0027571588045676018,
                welch?.p(above: 0)),
            check(
                "One-sided t test", "p, mean above −0.01", "scipy 1.17.1, ttest_1samp", 0.8038710312352797,
                mean.map { oneSidedP($0, above: -0.01) }),
        ]
    }

    private static var proportions: [ReferenceCheck] {
        let scipy = "scipy 1.17.1, binomtest"
        let exact = clopperPearson(successes: 8, of: 10)
        let score = wilson(successes: 8, of: 10)
        return [
            check(
                "Clopper–Pearson interval", "lower limit, 8 of 10", scipy, 0.4439045376923585, exact?.lower),
            check(
                "Clopper–Pearson interval", "upper limit, 8 of 10", scipy, 0.9747892736731665, exact?.upper),
            check("Wilson interval", "lower limit, 8 of 10", scipy, 0.4901624715366418, score?.lower),
            check("Wilson interval", "upper limit, 8 of 10", scipy, 0.9433178485456248, score?.upper),
        ]
    }
}
