import Primitives

/// The share of rows whose most probable class is the true one; of equal probabilities the first counts.
enum Accuracy: Metric {
    static let declaration = MetricDeclaration(
        id: "accuracy", summary: "Share of rows classified correctly, in [0, 1].",
        formula: "mean [argmax p = y]",
        direction: .higher, tasks: [.classification])

    static func value(_ predictions: Predictions) -> Double {
        share(of: predictions.labels, in: predictions)
    }

    /// The share of rows whose predicted class is that of `labels`.
    static func share(of labels: [Int], in predictions: Predictions) -> Double {
        let correct = zip(predictions.predictedLabels, labels).count { $0 == $1 }
        return Double(correct) / Double(labels.count)
    }
}
