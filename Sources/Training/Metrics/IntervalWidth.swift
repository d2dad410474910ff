import Primitives

/// How wide the interval of the predictive distribution is.
enum IntervalWidth: Metric {
    static let declaration = MetricDeclaration(
        id: "interval_width_90",
        summary: "Width of the central 90 % interval, in the target's unit, \(ResidualDistribution.remark).",
        formula: "2 σ Φ⁻¹(0.95)", direction: .lower, tasks: [.regression],
        citations: [
            "Gneiting, Balabdaoui & Raftery 2007, Probabilistic forecasts, calibration and sharpness, sec. 3.4"
        ],
        recording: .onRequest)

    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }

    static func value(_ predictions: Predictions) -> Double {
        2 * IntervalCoverage.reach * (predictions.residualScale ?? .nan)
    }
}
