import Primitives

/// Values of distribution functions from mpmath with 50 digits.
enum DistributionReferences {
    private static let mpmath = "mpmath 1.3.0, 50 digits"

    private static func check(
        _ distribution: String, _ quantity: String, _ expected: Double, _ obtained: Double
    )
        -> ReferenceCheck
    {
        ReferenceCheck(
            "\(distribution) distribution", quantity, source: mpmath, expected: expected, obtained: obtained,
            tolerance: .digits(11))
    }

    static var all: [ReferenceCheck] {
        [
            check("Normal", "P(Z > -8)", 0.9999999999999993, Normal().upperTail(-8)),
            check(
                "Normal", "P(Z > 1.959963984540054)", 0.025000000000000012,
                Normal().upperTail(1.959963984540054)),
            check("Normal", "P(Z > 20)", 2.7536241186062337e-89, Normal().upperTail(20)),
            check("Normal", "z at upper tail 1e-40", 13.31092137142517, Normal().quantile(upperTail: 1e-40)),
            check("Normal", "z at upper tail 0.025", 1.9599639845400543, Normal().quantile(upperTail: 0.025)),
            check(
                "Student's t", "P(T > 1000), ν = 1", 0.0003183097800805589,
                StudentT(degreesOfFreedom: 1).upperTail(1000)),
            check(
                "Student's t", "P(T > 2.776445), ν = 4", 0.025000002691045787,
                StudentT(degreesOfFreedom: 4).upperTail(2.776445)),
            check(
                "Student's t", "P(T > 12), ν = 19", 1.2954473186110996e-10,
                StudentT(degreesOfFreedom: 19).upperTail(12)),
            check(
                "Student's t", "t at upper tail 0.025, ν = 9", 2.2621571627982053,
                StudentT(degreesOfFreedom: 9).quantile(upperTail: 0.025)),
            check(
                "Student's t", "t at upper tail 1e-12, ν = 29.5", 11.502658963416483,
                StudentT(degreesOfFreedom: 29.5).quantile(upperTail: 1e-12)),
            check(
                "χ²", "P(X > 3.841458820694124), ν = 1", 0.05000000000000006,
                ChiSquared(degreesOfFreedom: 1).upperTail(3.841458820694124)),
            check(
                "χ²", "P(X > 60), ν = 3", 5.878230727906912e-13, ChiSquared(degreesOfFreedom: 3).upperTail(60)
            ),
            check(
                "χ²", "P(X ≤ 0.1), ν = 30", 2.2268695366738682e-32,
                ChiSquared(degreesOfFreedom: 30).cumulative(0.1)),
            check(
                "F", "P(F ≤ 0.0001), ν = 1, 1", 0.00636598552981651,
                FisherF(numerator: 1, denominator: 1).cumulative(0.0001)),
            check(
                "F", "P(F > 4.2), ν = 3, 39", 0.011439102706543875,
                FisherF(numerator: 3, denominator: 39).upperTail(4.2)),
            check(
                "F", "P(F > 15), ν = 5, 9", 0.00038900812790584074,
                FisherF(numerator: 5, denominator: 9).upperTail(15)),
            check(
                "F", "P(F > 2), ν = 29, 10000", 0.001115633993908898,
                FisherF(numerator: 29, denominator: 10000).upperTail(2)),
            check(
                "Beta", "P(X ≤ 0.125), a = 2, b = 5", 0.16652297973632812,
                BetaDistribution(a: 2, b: 5).cumulative(0.125)),
            check("Beta", "P(X ≤ 0.5), a = 30, b = 30", 0.5, BetaDistribution(a: 30, b: 30).cumulative(0.5)),
            check(
                "Beta", "P(X ≤ 0.9375), a = 199, b = 3", 0.00024107095589282986,
                BetaDistribution(a: 199, b: 3).cumulative(0.9375)),
            check(
                "Binomial", "P(X > 4), n = 20, p = 0.3", 0.7624922211223983,
                Binomial(trials: 20, probability: 0.3).upperTail(4)),
            check(
                "Binomial", "P(X > 5100), n = 10000, p = 0.5", 0.022212899523040338,
                Binomial(trials: 10000, probability: 0.5).upperTail(5100)),
            check(
                "Noncentral t", "P(T > 89.08156476723211), ν = 3, δ = 40", 0.10480540387008334,
                NoncentralT(degreesOfFreedom: 3, noncentrality: 40).upperTail(89.08156476723211)),
            check(
                "Noncentral t", "P(T > 203.60521589077368), ν = 3, δ = 40", 0.010139742359016601,
                NoncentralT(degreesOfFreedom: 3, noncentrality: 40).upperTail(203.60521589077368)),
            check(
                "Noncentral t", "P(T ≤ -4.6332495807108), ν = 9, δ = 2", 7.647299233892409e-07,
                NoncentralT(degreesOfFreedom: 9, noncentrality: 2).cumulative(-4.6332495807108)),
            check(
                "Noncentral t", "P(T ≤ -0.21108319357026656), ν = 9, δ = 2", 0.013808444470740783,
                NoncentralT(degreesOfFreedom: 9, noncentrality: 2).cumulative(-0.21108319357026656)),
            check(
                "Noncentral t", "P(T > 3.1055415967851334), ν = 9, δ = 2", 0.20468129552328956,
                NoncentralT(degreesOfFreedom: 9, noncentrality: 2).upperTail(3.1055415967851334)),
            check(
                "Noncentral t", "P(T > 5.3166247903554), ν = 9, δ = 2", 0.019548641594039472,
                NoncentralT(degreesOfFreedom: 9, noncentrality: 2).upperTail(5.3166247903554)),
            check(
                "Noncentral t", "P(T > 13.055415967851333), ν = 9, δ = 2", 2.9966825346373643e-05,
                NoncentralT(degreesOfFreedom: 9, noncentrality: 2).upperTail(13.055415967851333)),
            check(
                "Noncentral t", "P(T ≤ 2.4248147741631434), ν = 19, δ = 5", 0.007726116511637604,
                NoncentralT(degreesOfFreedom: 19, noncentrality: 5).cumulative(2.4248147741631434)),
            check(
                "Noncentral t", "P(T > 6.287592612918428), ν = 19, δ = 5", 0.19942926859864615,
                NoncentralT(degreesOfFreedom: 19, noncentrality: 5).upperTail(6.287592612918428)),
            check(
                "Noncentral t", "P(T > 8.862777838755285), ν = 19, δ = 5", 0.01349600809181784,
                NoncentralT(degreesOfFreedom: 19, noncentrality: 5).upperTail(8.862777838755285)),
            check(
                "Noncentral t", "P(T > 17.875926129184283), ν = 19, δ = 5", 1.005357030786345e-06,
                NoncentralT(degreesOfFreedom: 19, noncentrality: 5).upperTail(17.875926129184283)),
            check(
                "Noncentral t", "P(T ≤ 11.678667436103394), ν = 64, δ = 15", 0.010135419646138146,
                NoncentralT(degreesOfFreedom: 64, noncentrality: 15).cumulative(11.678667436103394)),
            check(
                "Noncentral t", "P(T > 16.660666281948302), ν = 64, δ = 15", 0.18518373089761683,
                NoncentralT(degreesOfFreedom: 64, noncentrality: 15).upperTail(16.660666281948302)),
            check(
                "Noncentral t", "P(T > 19.98199884584491), ν = 64, δ = 15", 0.006725272583726153,
                NoncentralT(degreesOfFreedom: 64, noncentrality: 15).upperTail(19.98199884584491)),
            check(
                "Noncentral t", "P(T ≤ -5.500374988281982), ν = 1000, δ = 0.5", 1.3053014954600334e-09,
                NoncentralT(degreesOfFreedom: 1000, noncentrality: 0.5).cumulative(-5.500374988281982)),
            check(
                "Noncentral t", "P(T ≤ -1.5001249960939942), ν = 1000, δ = 0.5", 0.022824384239732348,
                NoncentralT(degreesOfFreedom: 1000, noncentrality: 0.5).cumulative(-1.5001249960939942)),
            check(
                "Noncentral t", "P(T > 1.500062498046997), ν = 1000, δ = 0.5", 0.15886688384946424,
                NoncentralT(degreesOfFreedom: 1000, noncentrality: 0.5).upperTail(1.500062498046997)),
            check(
                "Noncentral t", "P(T > 3.500187494140991), ν = 1000, δ = 0.5", 0.0013940448953667132,
                NoncentralT(degreesOfFreedom: 1000, noncentrality: 0.5).upperTail(3.500187494140991)),
            check(
                "Studentised range", "P(Q > 3.314493), k = 3, ν = ∞", 0.05000001390393806,
                StudentizedRange(groups: 3).upperTail(3.314493)),
            check(
                "Studentised range", "P(Q > 5.5), k = 10, ν = ∞", 0.003983420418207269,
                StudentizedRange(groups: 10).upperTail(5.5)),
            check(
                "Studentised range", "P(Q > 8), k = 100, ν = ∞", 7.191934654943737e-05,
                StudentizedRange(groups: 100).upperTail(8)),
            check(
                "Studentised range", "P(Q > 3.877), k = 3, ν = 10", 0.04998708875325441,
                StudentizedRange(groups: 3, degreesOfFreedom: 10).upperTail(3.877)),
            check(
                "Studentised range", "P(Q > 4.75), k = 10, ν = 38", 0.04987719368480206,
                StudentizedRange(groups: 10, degreesOfFreedom: 38).upperTail(4.75)),
            check(
                "Studentised range", "P(Q > 8), k = 6, ν = 95", 2.391849275322157e-06,
                StudentizedRange(groups: 6, degreesOfFreedom: 95).upperTail(8)),
            check(
                "Studentised range", "P(Q > 7), k = 50, ν = 30", 0.014577021263390303,
                StudentizedRange(groups: 50, degreesOfFreedom: 30).upperTail(7)),
        ]
    }
}
