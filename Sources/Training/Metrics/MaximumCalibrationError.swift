import Primitives

/// The largest distance of confidence and accuracy of a bin.
enum MaximumCalibrationError: Metric {
    static let declaration = MetricDeclaration(
        id: "mce",
        summary:
            "Maximum calibration error: the largest distance of accuracy and confidence of 15 bins; empty ones do not count.",
        formula: "max_b |acc_b − conf_b|", direction: .lower, tasks: [.classification],
        citations: ["Guo, Pleiss, Sun & Weinberger 2017, On calibration of modern neural networks, eq. 5"],
        recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        let (forecasts, events) = predictions.confidences
        return CalibrationBins(forecasts, events, equalWidth: CalibrationBins.usual).largestError
    }
}
