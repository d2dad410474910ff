import Numerics
import Primitives

/// The mean of the classes' F1 by their rows.
enum F1Weighted: Metric {
    static let declaration = MetricDeclaration(
        id: "f1_weighted",
        summary: "Mean of the classes' F1, each by its share of the rows, in [0, 1].",
        formula: "Σ_k (n_k / n) 2 TP_k / (2 TP_k + FP_k + FN_k)",
        direction: .higher, tasks: [.classification],
        citations: ["van Rijsbergen 1979, Information Retrieval, ch. 7"], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let terms = (0..<matrix.classes).map { Double(matrix.truths[$0]) * (matrix.f1($0) ?? 0) }
        return StableSum.of(terms) / Double(matrix.rows)
    }
}
