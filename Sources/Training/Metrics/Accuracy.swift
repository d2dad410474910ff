import Primitives

/// The share of rows whose most probable class is the true one; of equal probabilities the first counts.
enum Accuracy: Metric {
    static let declaration = MetricDeclaration(
        id: "accuracy", summary: "Share of rows classified correctly, in [0, 1].",
        formula: "mean [argmax p = y]",
        direction: .higher, tasks: [.classification])

    static func value(_ predictions: Predictions) -> Double {
        var correct = 0
        for (row, label) in predictions.labels.enumerated() {
            let scores = predictions.logProbabilities[
                row * predictions.classes..<(row + 1) * predictions.classes]
            var best = scores.startIndex
            for index in scores.indices where scores[index] > scores[best] { best = index }
            if best - scores.startIndex == label, !scores[best].isNaN { correct += 1 }
        }
        return Double(correct) / Double(predictions.labels.count)
    }
}
