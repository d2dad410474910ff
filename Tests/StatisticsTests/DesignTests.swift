import Statistics
import Testing

@Suite("Power and needed pairs") struct DesignTests {
    @Test("power is scipy's noncentral t") func power() throws {
        let rows = try EffectSizeReference.rows("power")
        #expect(rows.count == 56)
        for row in rows {
            let design = PairedDesign(pairs: Int(row[0]), threshold: row[2])
            // Relative to the smaller of power and its complement scipy has about eleven digits.
            #expect(abs(design.power(effect: row[1]) - row[3]) <= 1e-11, "\(row)")
            #expect(design.power(effect: -row[1]) == design.power(effect: row[1]))
        }
        for row in try EffectSizeReference.rows("two_samples") {
            #expect(
                abs(TwoSampleDesign(perSample: Int(row[0])).power(effect: row[1]) - row[2]) <= 1e-11, "\(row)"
            )
        }
    }

    @Test("needed pairs are scipy's root") func needed() throws {
        for row in try EffectSizeReference.rows("needed") {
            let root = try #require(PairedDesign(pairs: 5).pairsNeeded(effect: row[0], power: row[1]))
            #expect(agree(root, row[2], 1e-10), "\(row) \(root)")
        }
        for row in try EffectSizeReference.rows("two_needed") {
            let design = TwoSampleDesign(perSample: 2, threshold: row[2] * 2)
            #expect(agree(try #require(design.valuesNeeded(effect: row[0], power: row[1])), row[3], 1e-10))
        }
    }

    /// R prints seven digits of a root found to a tolerance of about 1e-4 of it.
    @Test("R's power.t.test") func published() throws {
        let paired = PairedDesign(pairs: 20)
        for (effect, expected) in [(0.5, 33.36713), (0.8, 14.30276), (1, 9.93785)] {
            #expect(abs(try #require(paired.pairsNeeded(effect: effect, power: 0.8)) - expected) < 1e-4)
        }
        #expect(abs(TwoSampleDesign(perSample: 20).power(effect: 1) - 0.8689528) <= 5e-8)
        let two = try #require(TwoSampleDesign(perSample: 20).valuesNeeded(effect: 1, power: 0.9))
        #expect(abs(two - 22.02110) < 1e-4)
        let one = TwoSampleDesign(perSample: 20, isOneSided: true)
        #expect(abs(try #require(one.valuesNeeded(effect: 1, power: 0.9)) - 17.84713) < 1e-4)
    }

    @Test("repeated splits and a family make it harder, as the noncentral t says") func corrected() throws {
        for row in try EffectSizeReference.rows("corrected_power") {
            let design = PairedDesign(
                pairs: Int(row[0]), familySize: 4, resampling: .repeatedSplits(testToTrain: 1.0 / 3))
            #expect(agree(design.thresholdOfOne, 0.0125))
            #expect(abs(design.power(effect: row[1]) - row[2]) <= 1e-11, "\(row)")
            #expect(design.power(effect: row[1]) < design.powerLimit(effect: row[1]))
        }
    }

    @Test("needed pairs and detectable effects turn power around") func roundTrip() throws {
        for resampling in [Resampling.independent, .repeatedSplits(testToTrain: 0.1)] {
            for (familySize, wanted) in [(1, 0.8), (6, 0.95), (1, 0.3)] {
                let design = PairedDesign(pairs: 12, familySize: familySize, resampling: resampling)
                let effect = try #require(design.smallestDetectableEffect(power: wanted))
                #expect(agree(design.power(effect: effect), wanted, 1e-11))
                let pairs = try #require(design.pairsNeeded(effect: effect, power: wanted))
                #expect(agree(pairs, 12, 1e-9))
                // Rounding up a root that is whole but for its last digits adds no pair.
                #expect(design.wholePairsNeeded(effect: effect, power: wanted) == 12)
                #expect(design.wholePairsNeeded(effect: effect * 0.99, power: wanted) == 13)
            }
        }
    }

    @Test("a one-sided test is a two-sided one at twice the level") func oneSided() throws {
        let one = PairedDesign(pairs: 9, threshold: 0.04, familySize: 3, isOneSided: true)
        let two = PairedDesign(pairs: 9, threshold: 0.08, familySize: 3)
        #expect(one.power(effect: 0.7) == two.power(effect: 0.7))
        #expect(one.smallestDetectableEffect(power: 0.8) == two.smallestDetectableEffect(power: 0.8))
        #expect(one.pairsNeeded(effect: 0.7, power: 0.8) == two.pairsNeeded(effect: 0.7, power: 0.8))
    }

    /// With one degree of freedom the test finds an effect where |Z| < (Z' + δ) / t: for a large δ with the chance
    /// 2 Φ(δ / t) − 1, and t is cot(π α).
    @Test("two pairs at a tiny level have the effect that the Cauchy distribution asks for")
    func tinyLevels() throws {
        for level in [1e-4, 1e-7, 1e-10] {
            let design = PairedDesign(pairs: 2, threshold: level, isOneSided: true)
            let effect = try #require(design.smallestDetectableEffect(power: 0.8))
            // cot(π α) = 1 / (π α) − π α / 3 − …; Φ⁻¹(0.9); the next term is of the order of 1 / δ².
            let expected = 1.2815515655446004 / (Double.pi * level) / 2.0.squareRoot()
            #expect(agree(effect, expected, 1e-11 + 10 * level * level), "\(level): \(effect), \(expected)")
            #expect(try #require(design.pairsNeeded(effect: effect, power: 0.8)) < 2 + 1e-6)
        }
        // Beyond any double there is nothing left to miss.
        #expect(PairedDesign(pairs: 2).power(effect: .infinity) == 1)
        #expect(PairedDesign(pairs: 2).pairsNeeded(effect: 1e300, power: 0.8) == 2)
        #expect(PairedDesign(pairs: 2).pairsNeeded(effect: .infinity, power: 0.8) == 2)
    }

    @Test("what no number of pairs can find has no number") func unreachable() throws {
        let design = PairedDesign(pairs: 10, resampling: .repeatedSplits(testToTrain: 1.0 / 3))
        #expect(design.pairsNeeded(effect: 1, power: 0.8) == nil)
        #expect(design.powerLimit(effect: 1) < 0.5)
        #expect(try #require(design.pairsNeeded(effect: 2, power: 0.8)) > 10)
        #expect(PairedDesign(pairs: 10).pairsNeeded(effect: 0, power: 0.8) == nil)
        #expect(PairedDesign(pairs: 10).wholePairsNeeded(effect: 0, power: 0.8) == nil)
        // Just above the limit of (z_α + z_β) √(1/3) = 1.6175 many are needed, but some number suffices.
        #expect(design.pairsNeeded(effect: 1.617, power: 0.8) == nil)
        #expect(try #require(design.pairsNeeded(effect: 1.63, power: 0.8)) > 150)
        // A tiny effect needs a number that the normal distribution gives.
        let many = try #require(PairedDesign(pairs: 2).pairsNeeded(effect: 1e-4, power: 0.8))
        #expect(agree(many, 7.8488797e8, 1e-6))
    }

    @Test("too few pairs find nothing") func tooFew() {
        for pairs in 0...1 {
            let design = PairedDesign(pairs: pairs)
            #expect(design.power(effect: 3) == 0)
            #expect(design.smallestDetectableEffect(power: 0.8) == nil)
        }
        #expect(PairedDesign(pairs: 7).pairsNeeded(effect: 100, power: 0.8) == 2)
        #expect(TwoSampleDesign(perSample: 1).power(effect: 3) == 0)
    }

    @Test("five pairs cannot go below 0.0625") func smallestP() {
        for test in [PairedTest.sign, .signedRank, .permutation] {
            #expect(smallestPossibleP(pairs: 5, of: test) == 0.0625)
            #expect(smallestPossibleP(pairs: 6, of: test) == 0.03125)
            #expect(smallestPossibleP(pairs: 1, of: test) == 1)
            #expect(smallestPossibleP(pairs: 0, of: test) == 1)
            #expect(fewestPairs(reaching: 0.05, of: test) == 6)
            #expect(fewestPairs(reaching: 0.05 / 20, of: test) == 10)
            #expect(!PairedDesign(pairs: 5).canReachThreshold(by: test))
            #expect(PairedDesign(pairs: 6).canReachThreshold(by: test))
            #expect(!PairedDesign(pairs: 6, familySize: 2).canReachThreshold(by: test))
        }
        #expect(smallestPossibleP(pairs: 5, of: .t) == 0 && smallestPossibleP(pairs: 1, of: .t) == 1)
        #expect(fewestPairs(reaching: 0.05, of: .t) == 2)
        #expect(smallestPossibleP(pairs: 5000, of: .sign) > 0)
    }
}
