import Primitives

/// The share of rows whose true class is among the most probable ones; of equal probabilities the first counts.
enum TopKAccuracy {
    static func declaration(_ count: Int) -> MetricDeclaration {
        MetricDeclaration(
            id: "top_\(count)_accuracy",
            summary: "Share of rows whose true class is among the \(count) most probable ones, in [0, 1].",
            formula: "mean [y among the \(count) largest p]", direction: .higher, tasks: [.classification],
            citations: [
                "Russakovsky et al. 2015, ImageNet large scale visual recognition challenge, sec. 4.1"
            ],
            needs: "more than \(count) classes", recording: .onRequest)
    }

    static func value(_ count: Int, _ predictions: Predictions) -> Double {
        let width = predictions.classes
        let found = predictions.labels.enumerated().count { row, label in
            let scores = predictions.logProbabilities[row * width..<(row + 1) * width]
            let own = scores[scores.startIndex + label]
            let before = scores.indices.count {
                scores[$0] > own || (scores[$0] == own && $0 < scores.startIndex + label)
            }
            return before < count
        }
        return Double(found) / Double(predictions.labels.count)
    }
}

/// Among the two most probable classes.
enum TopTwoAccuracy: Metric {
    static let declaration = TopKAccuracy.declaration(2)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.classes > 2 }
    static func value(_ predictions: Predictions) -> Double { TopKAccuracy.value(2, predictions) }
}

/// Among the three most probable classes.
enum TopThreeAccuracy: Metric {
    static let declaration = TopKAccuracy.declaration(3)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.classes > 3 }
    static func value(_ predictions: Predictions) -> Double { TopKAccuracy.value(3, predictions) }
}

/// Among the five most probable classes.
enum TopFiveAccuracy: Metric {
    static let declaration = TopKAccuracy.declaration(5)
    static func isDefined(for predictions: Predictions) -> Bool { predictions.classes > 5 }
    static func value(_ predictions: Predictions) -> Double { TopKAccuracy.value(5, predictions) }
}
