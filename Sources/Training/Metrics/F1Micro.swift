import Primitives

/// F1 of the counts of all classes together.
enum F1Micro: Metric {
    static let declaration = MetricDeclaration(
        id: "f1_micro",
        summary: "F1 of all classes' counts together; equals the accuracy, as every row has one class.",
        formula: "2 Σ_k TP_k / (2 Σ_k TP_k + Σ_k FP_k + Σ_k FN_k)",
        direction: .higher, tasks: [.classification],
        citations: ["van Rijsbergen 1979, Information Retrieval, ch. 7"], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let total = matrix.truths.reduce(0, +) + matrix.predicted.reduce(0, +)
        return Double(2 * matrix.hits) / Double(total)
    }
}
