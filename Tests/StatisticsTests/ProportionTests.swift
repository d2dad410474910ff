import Statistics
import Testing

@Suite("Intervals of proportions") struct ProportionTests {
    @Test("both are scipy's") func scipy() throws {
        let rows = try DistributionReference.rows("proportions")
        #expect(rows.count >= 27)
        for row in rows {
            let (hits, trials) = (Int(row[0]), Int(row[1]))
            let exact = try #require(clopperPearson(successes: hits, of: trials, level: row[2]))
            let score = try #require(wilson(successes: hits, of: trials, level: row[2]))
            for (value, expected) in zip([exact.lower, exact.upper, score.lower, score.upper], row[3...]) {
                // scipy finds Clopper and Pearson's limits by bisection, to about 2e-12.
                #expect(abs(value - expected) <= 5e-12, "\(row) \(value)")
            }
        }
    }

    @Test("none and all reach the edge exactly; no trials have no interval") func edges() throws {
        for interval in [clopperPearson(successes: 0, of: 7), wilson(successes: 0, of: 7)] {
            #expect(try #require(interval).lower == 0)
        }
        for interval in [clopperPearson(successes: 7, of: 7), wilson(successes: 7, of: 7)] {
            #expect(try #require(interval).upper == 1)
        }
        #expect(clopperPearson(successes: 0, of: 0) == nil && wilson(successes: 0, of: 0) == nil)
    }

    @Test("Clopper–Pearson never covers less than its level", arguments: [0.03, 0.2, 0.5, 0.77])
    func coverage(probability: Double) throws {
        let trials = 23
        let law = Binomial(trials: trials, probability: probability)
        var covered = 0.0
        for hits in 0...trials {
            let interval = try #require(clopperPearson(successes: hits, of: trials, level: 0.9))
            if interval.contains(probability) { covered += law.mass(hits) }
        }
        #expect(covered >= 0.9 && covered < 1)
    }
}
