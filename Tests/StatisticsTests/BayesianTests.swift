import Numerics
import Statistics
import Testing

/// The values of `Reference/bayesian.json`.
struct BayesianReference: Decodable {
    struct Correlated: Decodable {
        var differences: [Double]
        var ratio, rope: Double
        var probabilities: [Double]
    }
    struct Multiple: Decodable {
        var differences: [Double]
        var rope, prior: Double
        var draws: Int
        var signedRank, sign: [Double]
    }
    struct Evidence: Decodable {
        var count: Int
        var t, g, ratio, evidence: Double
    }
    var correlated: [Correlated]
    var multiple: [Multiple]
    var evidence: [Evidence]

    static func load() throws -> BayesianReference {
        try StoredReference.decode("bayesian", as: BayesianReference.self)
    }
}

@Suite("Bayesian comparisons") struct BayesianTests {
    @Test("the correlated t is baycomp's") func correlated() throws {
        for reference in try BayesianReference.load().correlated {
            let ours = try #require(
                bayesianCorrelatedT(
                    reference.differences, rope: reference.rope,
                    resampling: .repeatedSplits(testToTrain: reference.ratio)))
            let three = reference.probabilities.count == 3
            let list = three ? [ours.below, ours.within, ours.above] : [ours.below, ours.above]
            #expect(agree(list, reference.probabilities, 1e-11, absolute: 1e-15))
        }
    }

    @Test("baycomp's published probabilities on sonar") func published() throws {
        let bayes = [94.203, 92.754, 95.652, 91.176, 92.647, 91.176, 92.647, 92.647, 86.765, 91.176]
        let tree = [92.754, 92.754, 89.855, 89.706, 95.588, 89.706, 95.588, 94.118, 91.176, 92.647]
        let differences = zip(tree, bayes).map { $0 - $1 }
        let split = Resampling.repeatedSplits(testToTrain: 1.0 / 9)
        let plain = try #require(bayesianCorrelatedT(differences, resampling: split))
        #expect(agree([plain.below, plain.above], [0.4145119975061462, 0.5854880024938538], 1e-12))
        #expect(plain.within == 0 && plain.draws == nil && plain.standardError(\.below) == 0)
        let rope = try #require(bayesianCorrelatedT(differences, rope: 0.5, resampling: split))
        #expect(
            agree(
                [rope.below, rope.within, rope.above],
                [0.28584464173791002, 0.2691518716880249, 0.44500348657406508], 1e-12))
    }

    @Test("without spread all mass is at the mean") func constant() throws {
        let at = { (value: Double, rope: Double) in bayesianCorrelatedT([value, value, value], rope: rope) }
        #expect(at(0.25, 0) == BayesianComparison(below: 0, within: 0, above: 1))
        #expect(at(0.25, 0.5) == BayesianComparison(below: 0, within: 1, above: 0))
        #expect(at(0, 0) == BayesianComparison(below: 0.5, within: 0, above: 0.5))
        #expect(bayesianCorrelatedT([1]) == nil && bayesianCorrelatedT([]) == nil)
    }

    @Test("sign and signed-rank tests agree with baycomp's draws within Monte-Carlo error") func draws()
        throws
    {
        for reference in try BayesianReference.load().multiple {
            let prior = DirichletPrior(strength: reference.prior)
            let rank = try #require(
                bayesianSignedRankTest(
                    reference.differences, rope: reference.rope, prior: prior, draws: 40_000))
            let sign = try #require(
                bayesianSignTest(reference.differences, rope: reference.rope, prior: prior, draws: 40_000))
            for (ours, theirs) in [(rank, reference.signedRank), (sign, reference.sign)] {
                for (value, expected) in zip([ours.below, ours.within, ours.above], theirs) {
                    let variance = expected * (1 - expected) * (1 / 40_000 + 1 / Double(reference.draws))
                    #expect(abs(value - expected) <= 4.5 * variance.squareRoot() + 1e-9)
                }
                #expect(abs(ours.below + ours.within + ours.above - 1) < 1e-12)
            }
            let p = rank.above
            #expect(agree(rank.standardError(\.above), (p * (1 - p) / 40_000).squareRoot(), 1e-12))
        }
    }

    @Test("one difference has a closed form") func closedForm() throws {
        // Sign test, one difference above, prior 1 within: two equal gammas, so each wins half the time.
        let sign = try #require(bayesianSignTest([1], draws: 40_000))
        #expect(abs(sign.above - 0.5) < 0.011 && abs(sign.within - 0.5) < 0.011 && sign.below == 0)
        // Signed rank, w of Beta(1, 1) on 1: above has w² + 2 w (1 − w), within (1 − w)², so above wins where
        // w > 1 − √½.
        let rank = try #require(
            bayesianSignedRankTest([1], rope: 0.25, prior: DirichletPrior(strength: 1), draws: 40_000))
        #expect(abs(rank.above - 0.5.squareRoot()) < 0.01 && rank.below == 0)
    }

    @Test("mirrored differences mirror the answer; the prior pulls to its place") func laws() throws {
        let values = [0.1, 0.3, -0.05, 0.2, 0.02, -0.1, 0.15]
        let ours = try #require(bayesianSignedRankTest(values, rope: 0.05, draws: 20_000))
        let mirrored = try #require(bayesianSignedRankTest(values.map { -$0 }, rope: 0.05, draws: 20_000))
        #expect(abs(ours.above - mirrored.below) < 0.02 && abs(ours.within - mirrored.within) < 0.02)
        let pulled = try #require(
            bayesianSignedRankTest(
                values, rope: 0.05, prior: DirichletPrior(strength: 20, place: .below), draws: 2_000))
        #expect(pulled.below > 0.99)
        let sign = try #require(
            bayesianSignTest(values, prior: DirichletPrior(strength: 50, place: .above), draws: 2_000))
        #expect(sign.above > 0.99)
        #expect(bayesianSignTest([]) == nil && bayesianSignedRankTest([]) == nil)
        #expect(bayesianSignTest(values, draws: 100) == bayesianSignTest(values, draws: 100))
        #expect(
            bayesianSignTest(values, draws: 1_000, seed: 1) != bayesianSignTest(values, draws: 1_000, seed: 2)
        )
    }
}
