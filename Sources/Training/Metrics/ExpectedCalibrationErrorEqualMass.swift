import Primitives

/// How far confidence is from accuracy, in bins of equal size.
enum ExpectedCalibrationErrorEqualMass: Metric {
    static let declaration = MetricDeclaration(
        id: "ece_equal_mass",
        summary:
            "Expected calibration error in 15 bins of about equal size; equal confidences are in one bin.",
        formula: "Σ_b (n_b / n) |acc_b − conf_b|, bins bounded by the confidences of rank ⌈b n / 15⌉",
        direction: .lower, tasks: [.classification],
        citations: [
            "Nguyen & O'Connor 2015, Posterior calibration and exploratory analysis for natural language processing "
                + "models, sec. 3",
            "Nixon et al. 2019, Measuring calibration in deep learning, CVPR workshops, sec. 4",
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        let (forecasts, events) = predictions.confidences
        return CalibrationBins(forecasts, events, equalMass: CalibrationBins.usual).expectedError
    }
}
