import Primitives

/// How many of the corrupted labels the model has learnt by heart.
enum Memorization: Metric {
    static let declaration = MetricDeclaration(
        id: "memorization",
        summary: "Share of the rows with a corrupted label that are classified as that label.",
        formula: "mean [argmax p = y | y ≠ y_clean]",
        direction: .lower, tasks: [.classification],
        citations: [
            "Liu et al. 2020, Early-learning regularization prevents memorization of noisy labels, NeurIPS, "
                + "sec. 3"
        ], needs: "corrupted labels")

    static func isDefined(for predictions: Predictions) -> Bool {
        !predictions.cleanLabels.isEmpty && predictions.cleanLabels != predictions.labels
    }

    static func value(_ predictions: Predictions) -> Double {
        var (rows, memorized) = (0, 0)
        for (index, predicted) in predictions.predictedLabels.enumerated()
        where predictions.labels[index] != predictions.cleanLabels[index] {
            rows += 1
            if predicted == predictions.labels[index] { memorized += 1 }
        }
        return Double(memorized) / Double(rows)
    }
}
