import Numerics
import Primitives

/// Published values of Bayesian comparisons and always-valid intervals.
enum BayesianReferences {
    static var all: [ReferenceCheck] { correlatedChecks + multipleChecks + evidenceChecks }

    /// Accuracies of two classifiers on `sonar` in the folds of one cross-validation, in per cent.
    private static var correlatedChecks: [ReferenceCheck] {
        let bayes = [94.203, 92.754, 95.652, 91.176, 92.647, 91.176, 92.647, 92.647, 86.765, 91.176]
        let tree = [92.754, 92.754, 89.855, 89.706, 95.588, 89.706, 95.588, 94.118, 91.176, 92.647]
        let differences = zip(tree, bayes).map { $0 - $1 }
        let split = Resampling.repeatedSplits(testToTrain: 1.0 / 9)
        let plain = bayesianCorrelatedT(differences, resampling: split)
        let rope = bayesianCorrelatedT(differences, rope: 0.5, resampling: split)
        let rows: [(String, Double, Double?)] = [
            ("P(below 0)", 0.4145119975061462, plain?.below),
            ("P(above 0)", 0.5854880024938538, plain?.above),
            ("P(below −0.5)", 0.28584464173791002, rope?.below),
            ("P(within ± 0.5)", 0.2691518716880249, rope?.within),
            ("P(above 0.5)", 0.44500348657406508, rope?.above),
        ]
        return rows.map {
            ReferenceCheck(
                "Bayesian correlated t test", "\($0.0), sonar",
                source: "baycomp, documentation of two_on_single",
                expected: $0.1, obtained: $0.2 ?? .nan, tolerance: .digits(12))
        }
    }

    /// Eight differences in steps of 1/64, some pairs of them exactly at the edge of the region.
    private static var multipleChecks: [ReferenceCheck] {
        let differences = [17.0, 17, -4, 4, 14, -2, 0, -2].map { $0 / 64 }
        let prior = DirichletPrior(strength: 1)
        let rank = bayesianSignedRankTest(differences, rope: 2.0 / 64, prior: prior)
        let sign = bayesianSignTest(differences, rope: 2.0 / 64, prior: prior)
        let rows: [(String, String, Double, Double?)] = [
            ("signed-rank", "below", 0.022525, rank?.below),
            ("signed-rank", "within", 0.1877275, rank?.within),
            ("signed-rank", "above", 0.7897475, rank?.above), ("sign", "below", 0.0211575, sign?.below),
            ("sign", "within", 0.489845, sign?.within), ("sign", "above", 0.4889975, sign?.above),
        ]
        return rows.map { row in
            // Four standard errors of 50,000 draws here and 400,000 there.
            let error = (row.2 * (1 - row.2) * (1 / 50_000 + 1 / 400_000)).squareRoot()
            return ReferenceCheck(
                "Bayesian \(row.0) test", "P(\(row.1)), 8 differences, rope 1/32",
                source: "baycomp 1.0.3, 400,000 draws",
                expected: row.2, obtained: row.3 ?? .nan, tolerance: .within(4 * error),
                remark: "both sides are drawn at random")
        }
    }

    private static var evidenceChecks: [ReferenceCheck] {
        // Twelve values with variance 1 and t = 2.5.
        let raw = (0..<12).map { Double($0) - 5.5 }
        let deviation = (sampleVariance(raw) ?? 1).squareRoot()
        let values = raw.map { $0 / deviation + 2.5 / 12.0.squareRoot() }
        return [
            ReferenceCheck(
                "Always-valid t interval", "evidence at t = 2.5 with 12 values",
                source: "SciPy 1.17.1, the noncentral t integrated over the effect",
                expected: 3.191074880789767,
                obtained: DeterministicMath.exp(ConfidenceSequence().logEvidence(values)),
                tolerance: .digits(9))
        ]
    }
}
