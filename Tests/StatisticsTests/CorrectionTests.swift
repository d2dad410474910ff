import Numerics
import Statistics
import Testing

@Suite("Corrections of p-values") struct CorrectionTests {
    @Test("every correction is statsmodels'") func statsmodels() throws {
        for family in try RankingReference.load().corrections {
            let size = family.p.count + family.extra
            for (correction, expected) in [
                (Correction.holm, family.holm), (.hochberg, family.hochberg),
                (.bonferroni, family.bonferroni),
                (.benjaminiHochberg, family.benjaminiHochberg),
                (.benjaminiYekutieli, family.benjaminiYekutieli),
                (.none, family.p),
            ] {
                let ours = adjusted(family.p, by: correction, familySize: size)
                #expect(agree(ours, expected, 1e-14), "\(correction) of \(family.p) in \(size)")
            }
        }
    }

    @Test("R's documented example") func documented() {
        let p = [0.01, 0.02, 0.03, 0.04, 0.05]
        #expect(agree(adjusted(p, by: .holm), [0.05, 0.08, 0.09, 0.09, 0.09], 1e-14))
        #expect(agree(adjusted(p, by: .benjaminiHochberg), [0.05, 0.05, 0.05, 0.05, 0.05], 1e-14))
    }

    @Test("sharper corrections never give larger values, and the order of the family does not matter")
    func laws() {
        var random = RandomStream(seed: 1, name: "corrections")
        for _ in 0..<200 {
            let p = (0..<(1 + random.integer(below: 12))).map { _ in random.uniform() * random.uniform() }
            let bonferroni = adjusted(p, by: .bonferroni)
            let holm = adjusted(p, by: .holm)
            let hochberg = adjusted(p, by: .hochberg)
            let rate = adjusted(p, by: .benjaminiHochberg)
            for index in p.indices {
                #expect(p[index] <= rate[index] && rate[index] <= hochberg[index])
                #expect(hochberg[index] <= holm[index] && holm[index] <= bonferroni[index])
            }
            let order = random.permutation(of: p.count)
            for correction in Correction.allCases {
                let there = adjusted(order.map { p[$0] }, by: correction)
                #expect(there == order.map { adjusted(p, by: correction)[$0] })
            }
        }
    }

    @Test("the empty family has no p-values") func empty() {
        for correction in Correction.allCases { #expect(adjusted([], by: correction).isEmpty) }
    }
}
