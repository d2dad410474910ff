import Primitives

/// The documented examples of R's `power.t.test`, and what scipy gives to all digits.
enum PowerReferences {
    static var all: [ReferenceCheck] { documented + precise }

    private static var documented: [ReferenceCheck] {
        let source = "R, power.t.test, documentation"
        let remark = "R finds the root to about 1e-4 of it only; the lines from scipy have all digits"
        let paired = PairedDesign(pairs: 20)
        let one = TwoSampleDesign(perSample: 20, isOneSided: true)
        let two = TwoSampleDesign(perSample: 20)
        let roots: [(String, Double, Double?)] = [
            ("pairs for power 0.8, d_z = 0.5", 33.36713, paired.pairsNeeded(effect: 0.5, power: 0.8)),
            ("pairs for power 0.8, d_z = 0.8", 14.30276, paired.pairsNeeded(effect: 0.8, power: 0.8)),
            ("pairs for power 0.8, d_z = 1", 9.93785, paired.pairsNeeded(effect: 1, power: 0.8)),
            ("values per sample for power 0.9, d = 1", 22.02110, two.valuesNeeded(effect: 1, power: 0.9)),
            ("the same, one-sided", 17.84713, one.valuesNeeded(effect: 1, power: 0.9)),
        ]
        return [
            ReferenceCheck(
                "Power of the t test", "n = 20 per sample, d = 1", source: source, expected: 0.8689528,
                obtained: two.power(effect: 1), tolerance: .decimals(7))
        ]
            + roots.map { quantity, expected, obtained in
                ReferenceCheck(
                    "Needed pairs", quantity, source: source, expected: expected, obtained: obtained ?? .nan,
                    tolerance: .within(1e-4), remark: remark)
            }
    }

    private static var precise: [ReferenceCheck] {
        let source = "scipy 1.17.1, nct and brentq"
        func needed(_ effect: Double, _ power: Double, _ expected: Double) -> ReferenceCheck {
            ReferenceCheck(
                "Needed pairs", "power \(power), d_z = \(effect)", source: source, expected: expected,
                obtained: PairedDesign(pairs: 2).pairsNeeded(effect: effect, power: power) ?? .nan)
        }
        func corrected(_ pairs: Int, _ effect: Double, _ expected: Double) -> ReferenceCheck {
            let design = PairedDesign(
                pairs: pairs, familySize: 4, resampling: .repeatedSplits(testToTrain: 1.0 / 3))
            return ReferenceCheck(
                "Power of the t test", "\(pairs) splits 3 : 1, family of 4, d_z = \(effect)", source: source,
                expected: expected, obtained: design.power(effect: effect))
        }
        return [
            needed(0.3, 0.8, 89.14957726625919),
            needed(0.3, 0.9, 118.68654568604394),
            needed(0.5, 0.8, 33.36720397881095),
            needed(0.5, 0.9, 43.99549522301723),
            needed(0.8, 0.8, 14.302790318536),
            needed(0.8, 0.9, 18.446231114282206),
            needed(1, 0.8, 9.937863566262775),
            needed(1, 0.9, 12.585463005715878),
            corrected(5, 2, 0.2360838369771041),
            corrected(10, 1, 0.11017250782176882),
            corrected(30, 2, 0.7344064736021094),
        ]
    }
}
