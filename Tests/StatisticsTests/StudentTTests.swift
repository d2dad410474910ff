import Statistics
import Testing

@Suite("Student's t") struct StudentTTests {
    /// With a million degrees of freedom the continued fraction's argument is next to 1 and costs two digits.
    private func tolerance(_ degrees: Double) -> Double { degrees > 10_000 ? 1e-10 : 1e-12 }

    @Test("tails agree with mpmath to 1e-12") func tails() throws {
        let rows = try Reference.rows("tails")
        #expect(rows.count > 60)
        for row in rows {
            let distribution = StudentT(degreesOfFreedom: row[0])
            #expect(
                agree(distribution.upperTail(row[1]), row[2], tolerance(row[0])), "df \(row[0]), t \(row[1])")
            #expect(agree(distribution.cumulative(-row[1]), row[2], tolerance(row[0])))
            #expect(agree(distribution.twoSided(row[1]), 2 * row[2], tolerance(row[0])))
            #expect(agree(distribution.cumulative(row[1]), 1 - row[2], tolerance(row[0])))
        }
    }

    @Test("quantiles agree with mpmath to 1e-12") func quantiles() throws {
        let rows = try Reference.rows("quantiles")
        #expect(rows.count > 100)
        for row in rows {
            let distribution = StudentT(degreesOfFreedom: row[0])
            #expect(
                agree(distribution.quantile(upperTail: row[1]), row[2], tolerance(row[0])),
                "df \(row[0]), tail \(row[1])")
            #expect(agree(distribution.quantile(row[1]), -row[2], tolerance(row[0])))
        }
    }

    @Test("the ends and the middle are exact") func ends() {
        let distribution = StudentT(degreesOfFreedom: 4)
        #expect(distribution.quantile(0.5) == 0)
        #expect(distribution.quantile(0) == -.infinity)
        #expect(distribution.quantile(1) == .infinity)
        #expect(distribution.cumulative(0) == 0.5)
        #expect(distribution.cumulative(.infinity) == 1)
        #expect(distribution.cumulative(-.infinity) == 0)
        #expect(distribution.twoSided(0) == 1)
        #expect(distribution.twoSided(1e200) == 0)
    }

    @Test("a quantile's probability is the one asked for", arguments: [1.0, 1.5, 3, 20, 400])
    func roundTrip(degrees: Double) {
        let distribution = StudentT(degreesOfFreedom: degrees)
        for probability in stride(from: 0.001, to: 1, by: 0.0371) {
            #expect(agree(distribution.cumulative(distribution.quantile(probability)), probability))
        }
    }

    @Test("the logarithm of the beta function agrees with mpmath") func logarithmOfBeta() throws {
        for row in try Reference.rows("log_beta") {
            #expect(abs(logBeta(row[0], row[1]) - row[2]) <= 5e-15 * max(1, abs(row[2])), "\(row)")
            #expect(abs(logBeta(row[1], row[0]) - row[2]) <= 5e-15 * max(1, abs(row[2])), "\(row)")
        }
    }
}
