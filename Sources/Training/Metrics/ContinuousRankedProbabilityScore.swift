import Numerics
import Primitives

/// How far the predictive distribution is from the truth.
enum ContinuousRankedProbabilityScore: Metric {
    static let declaration = MetricDeclaration(
        id: "crps",
        summary:
            "Continuous ranked probability score, in the target's unit, \(ResidualDistribution.remark); the mean absolute "
            + "error where σ is 0.",
        formula: "mean σ (z (2 Φ(z) − 1) + 2 φ(z) − 1/√π), z = (y − ŷ)/σ",
        direction: .lower, tasks: [.regression],
        citations: [
            "Gneiting & Raftery 2007, Strictly proper scoring rules, prediction, and estimation, eq. 21 and sec. 4.2"
        ],
        recording: .onRequest)

    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }

    static func value(_ predictions: Predictions) -> Double {
        let pi = DeterministicMath.pi
        return predictions.meanOverResiduals { residual, scale in
            guard scale > 0 else { return abs(residual) }
            let z = residual / scale
            let density = DeterministicMath.exp(-z * z / 2) / (2 * pi).squareRoot()
            return scale
                * (z * (2 * DeterministicMath.normalCumulative(z) - 1) + 2 * density - 1 / pi.squareRoot())
        }
    }
}
