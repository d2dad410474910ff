import Primitives

/// How far the probabilities of every class are from its frequency.
enum ExpectedCalibrationErrorClassWise: Metric {
    static let declaration = MetricDeclaration(
        id: "ece_class_wise",
        summary:
            "Class-wise calibration error: the mean over classes of the expected calibration error of their probabilities.",
        formula: "(1/K) Σ_k Σ_b (n_bk / n) |frequency of k − mean p_k|, 15 bins of equal width",
        direction: .lower, tasks: [.classification],
        citations: [
            "Kull et al. 2019, Beyond temperature scaling: obtaining well-calibrated multiclass probabilities with "
                + "Dirichlet calibration, NeurIPS, eq. 3"
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        predictions.sumOverClasses { bins, _, _ in bins.expectedError } / Double(predictions.classes)
    }
}
