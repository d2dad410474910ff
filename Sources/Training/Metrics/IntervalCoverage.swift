import Numerics
import Primitives

/// How often the truth lies within the interval of the predictive distribution.
enum IntervalCoverage: Metric {
    static let declaration = MetricDeclaration(
        id: "coverage_90",
        summary: "Share of truths within the central 90 % interval, \(ResidualDistribution.remark).",
        formula: "mean [|y − ŷ| ≤ σ Φ⁻¹(0.95)]", direction: .lower, tasks: [.regression],
        citations: [
            "Gneiting, Balabdaoui & Raftery 2007, Probabilistic forecasts, calibration and sharpness, sec. 3.4"
        ],
        recording: .onRequest, target: 0.9)

    /// Φ⁻¹(0.95): half the width of the interval in standard deviations.
    static let reach = DeterministicMath.normalQuantile(0.95)

    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }

    static func value(_ predictions: Predictions) -> Double {
        predictions.meanOverResiduals { abs($0) <= $1 * reach ? 1 : 0 }
    }
}
