import Primitives

/// The accuracy by the labels as they were before corruption.
enum CleanAccuracy: Metric {
    static let declaration = MetricDeclaration(
        id: "clean_accuracy",
        summary: "Share of rows classified as before labels were corrupted; only where some were.",
        formula: "mean [argmax p = y_clean]",
        direction: .higher, tasks: [.classification],
        citations: ["Arpit et al. 2017, A closer look at memorization in deep networks, ICML, sec. 3"],
        needs: "corrupted labels")

    static func isDefined(for predictions: Predictions) -> Bool { !predictions.cleanLabels.isEmpty }

    static func value(_ predictions: Predictions) -> Double {
        Accuracy.share(of: predictions.cleanLabels, in: predictions)
    }
}
