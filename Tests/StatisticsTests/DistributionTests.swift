import Numerics
import Statistics
import Testing

/// Against mpmath with 50 digits; far tails included.
@Suite("Distributions") struct DistributionTests {
    @Test("the logarithm of the gamma function, to 15 digits") func logarithmOfGamma() throws {
        for row in try DistributionReference.rows("log_gamma") {
            // Next to its zeros the relative error is what the argument's last digit leaves.
            #expect(relativeError(logGamma(row[0]), row[1]) <= 2e-15, "\(row) \(logGamma(row[0]))")
        }
    }

    @Test("normal") func normal() throws {
        let rows = try DistributionReference.rows("normal")
        expectAgreement(rows, atLeast: 25, tolerance: 2e-15) { _ in Normal() }
        for row in try DistributionReference.rows("normal_quantiles") {
            #expect(relativeError(Normal().quantile(upperTail: row[0]), row[1]) <= 2e-15, "\(row)")
            #expect(relativeError(Normal().quantile(row[0]), -row[1]) <= 2e-15, "\(row)")
        }
        #expect(Normal().upperTail(.infinity) == 0 && Normal().cumulative(.infinity) == 1)
        for z in [39.0, 41, 51234.53, 261279.67, 1e17, 1e300] {
            #expect(Normal().upperTail(z) == 0 && Normal().upperTail(-z) == 1 && Normal.density(z) < 1e-300)
        }
        #expect(Normal().quantile(0.5) == 0 && Normal().quantile(1) == .infinity)
        #expect(Normal().twoSided(0) == 1)
    }

    @Test("χ²") func chiSquared() throws {
        expectAgreement(try DistributionReference.rows("chi_squared"), atLeast: 120, tolerance: 1e-12) {
            ChiSquared(degreesOfFreedom: $0[0])
        }
        let distribution = ChiSquared(degreesOfFreedom: 3)
        #expect(distribution.upperTail(-1) == 1 && distribution.cumulative(.infinity) == 1)
        #expect(distribution.quantile(0) == 0 && distribution.quantile(1) == .infinity)
        // With two degrees of freedom it is an exponential distribution.
        #expect(agree(ChiSquared(degreesOfFreedom: 2).upperTail(30), DeterministicMath.exp(-15), 1e-14))
    }

    @Test("F") func fisher() throws {
        expectAgreement(try DistributionReference.rows("fisher"), atLeast: 400, tolerance: 1e-11) {
            FisherF(numerator: $0[0], denominator: $0[1])
        }
        // The square of Student's t.
        let t = StudentT(degreesOfFreedom: 17)
        #expect(agree(FisherF(numerator: 1, denominator: 17).upperTail(2.5 * 2.5), t.twoSided(2.5), 1e-14))
        #expect(FisherF(numerator: 2, denominator: 3).upperTail(0) == 1)
        #expect(FisherF(numerator: 2, denominator: 3).upperTail(.infinity) == 0)
    }

    @Test("beta") func beta() throws {
        expectAgreement(try DistributionReference.rows("beta"), atLeast: 100, tolerance: 1e-12) {
            BetaDistribution(a: $0[0], b: $0[1])
        }
        let uniform = BetaDistribution(a: 1, b: 1)
        #expect(agree(uniform.quantile(0.3), 0.3, 1e-15) && uniform.quantile(1) == 1)
        #expect(uniform.cumulative(-1) == 0 && uniform.upperTail(2) == 0)
    }

    @Test("binomial") func binomial() throws {
        let rows = try DistributionReference.rows("binomial")
        #expect(rows.count >= 25)
        for row in rows {
            let distribution = Binomial(trials: Int(row[0]), probability: row[1])
            let k = Int(row[2])
            #expect(relativeError(distribution.mass(k), row[3]) <= 1e-12, "\(row)")
            #expect(relativeError(distribution.cumulative(k), row[4]) <= 1e-12, "\(row)")
            #expect(relativeError(distribution.upperTail(k), row[5]) <= 1e-12, "\(row)")
            // The smallest k with enough below it.
            if row[4] < 0.999 {
                #expect(distribution.quantile(row[4] * (1 - 1e-9)) == k, "\(row)")
                #expect(distribution.quantile(row[4] * (1 + 1e-9)) == k + 1, "\(row)")
            }
            if row[5] < 0.999 {
                #expect(distribution.quantile(upperTail: row[5] * (1 + 1e-9)) == k, "\(row)")
            }
        }
        let none = Binomial(trials: 4, probability: 0)
        #expect(none.mass(0) == 1 && none.mass(1) == 0 && none.cumulative(0) == 1)
        #expect(Binomial(trials: 4, probability: 1).mass(4) == 1)
        #expect(Binomial(trials: 4, probability: 0.5).cumulative(-1) == 0)
        #expect(Binomial(trials: 4, probability: 0.5).cumulative(4) == 1)
    }

    @Test("noncentral t") func noncentralT() throws {
        expectAgreement(try DistributionReference.rows("noncentral_t"), atLeast: 250, tolerance: 1e-12) {
            NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1])
        }
        expectAgreement(
            try DistributionReference.rows("noncentral_t_of_large"), atLeast: 120, tolerance: 1e-11
        ) { NoncentralT(degreesOfFreedom: $0[0], noncentrality: $0[1]) }
        for (t, delta) in [(-80.0, 100.0), (-3, 1e6)] {
            let distribution = NoncentralT(degreesOfFreedom: 2, noncentrality: delta)
            #expect(distribution.cumulative(t) == 0 && distribution.upperTail(t) == 1)
        }
        // Without noncentrality it is Student's t, and −δ turns the sides.
        for t in [-3.0, -0.5, 0, 0.2, 1, 40] {
            let student = StudentT(degreesOfFreedom: 4)
            let central = NoncentralT(degreesOfFreedom: 4, noncentrality: 0)
            #expect(agree(central.upperTail(t), student.upperTail(t), 1e-13), "\(t)")
            let right = NoncentralT(degreesOfFreedom: 4, noncentrality: 1.5)
            let left = NoncentralT(degreesOfFreedom: 4, noncentrality: -1.5)
            #expect(agree(right.upperTail(t), left.cumulative(-t), 1e-13), "\(t)")
        }
        #expect(NoncentralT(degreesOfFreedom: 4, noncentrality: 3).upperTail(.infinity) == 0)
    }

    @Test("the range of normals") func range() throws {
        expectAgreement(try DistributionReference.rows("range"), atLeast: 85, tolerance: 1e-12) {
            StudentizedRange(groups: Int($0[0]))
        }
    }

    @Test("the studentised range") func studentizedRange() throws {
        expectAgreement(
            try DistributionReference.rows("studentized_range"), atLeast: 15, tolerance: 1e-12
        ) { StudentizedRange(groups: Int($0[0]), degreesOfFreedom: $0[1]) }
        for row in try DistributionReference.rows("studentized_quantiles") {
            let distribution = StudentizedRange(groups: Int(row[0]), degreesOfFreedom: row[1])
            // scipy's own tolerance.
            #expect(relativeError(distribution.quantile(0.95), row[2]) <= 1e-8, "\(row)")
        }
    }

    @Test("two groups are Student's t, both tails and quantiles", arguments: [1.0, 2, 5.5, 30, 1e4])
    func twoGroups(degrees: Double) {
        let range = StudentizedRange(groups: 2, degreesOfFreedom: degrees)
        let student = StudentT(degreesOfFreedom: degrees)
        for q in [0.01, 0.7, 2, 5, 30] {
            let t = q / 2.0.squareRoot()
            #expect(agree(range.upperTail(q), student.twoSided(t), 1e-12), "\(q)")
        }
        for tail in [1e-6, 0.01, 0.05, 0.5] {
            let expected = student.quantile(upperTail: tail / 2) * 2.0.squareRoot()
            #expect(agree(range.quantile(upperTail: tail), expected, 1e-11), "\(tail)")
        }
    }
}
