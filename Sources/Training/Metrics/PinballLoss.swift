import Numerics
import Primitives

/// The loss that a quantile of the predictive distribution makes.
enum PinballLoss {
    static func declaration(_ percent: Int) -> MetricDeclaration {
        MetricDeclaration(
            id: "pinball_\(percent)",
            summary:
                "Pinball loss of the \(percent) % quantile, in the target's unit, \(ResidualDistribution.remark).",
            formula: "mean max(τ e, (τ − 1) e), e = y − (ŷ + σ Φ⁻¹(τ)), τ = \(Double(percent) / 100)",
            direction: .lower, tasks: [.regression],
            citations: ["Koenker & Bassett 1978, Regression quantiles, Econometrica 46:33-50"],
            recording: .onRequest)
    }

    static func value(_ percent: Int, _ predictions: Predictions) -> Double {
        let level = Double(percent) / 100
        let quantile = DeterministicMath.normalQuantile(level)
        return predictions.meanOverResiduals { residual, scale in
            let error = residual - scale * quantile
            return max(level * error, (level - 1) * error)
        }
    }
}

/// Of the lower tenth.
enum PinballLowerTenth: Metric {
    static let declaration = PinballLoss.declaration(10)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }
    static func value(_ predictions: Predictions) -> Double { PinballLoss.value(10, predictions) }
}

/// Of the median: half the mean absolute error.
enum PinballMedian: Metric {
    static let declaration = PinballLoss.declaration(50)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }
    static func value(_ predictions: Predictions) -> Double { PinballLoss.value(50, predictions) }
}

/// Of the upper tenth.
enum PinballUpperTenth: Metric {
    static let declaration = PinballLoss.declaration(90)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }
    static func value(_ predictions: Predictions) -> Double { PinballLoss.value(90, predictions) }
}
