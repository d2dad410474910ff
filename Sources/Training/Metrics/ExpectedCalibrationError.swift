import Primitives

/// How far confidence is from accuracy, in bins of equal width.
enum ExpectedCalibrationError: Metric {
    static let declaration = MetricDeclaration(
        id: "ece",
        summary:
            "Expected calibration error: mean distance of accuracy and confidence in 15 bins of equal width, in [0, 1].",
        formula: "Σ_b (n_b / n) |acc_b − conf_b|, bins ((b−1)/15, b/15] of the predicted class's probability",
        direction: .lower, tasks: [.classification],
        citations: [
            "Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, eq. 3",
            "Naeini, Cooper & Hauskrecht 2015, Obtaining well calibrated probabilities using Bayesian binning, AAAI",
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        let (forecasts, events) = predictions.confidences
        return CalibrationBins(forecasts, events, equalWidth: CalibrationBins.usual).expectedError
    }
}
