import Numerics
import Primitives

/// The plain mean of the classes' F1.
enum F1Macro: Metric {
    static let declaration = MetricDeclaration(
        id: "f1_macro",
        summary: "Mean over the classes of the harmonic mean of precision and recall, in [0, 1].",
        formula: "(1/K) Σ_k 2 TP_k / (2 TP_k + FP_k + FN_k), over the classes with rows or predictions",
        direction: .higher, tasks: [.classification],
        citations: [
            "van Rijsbergen 1979, Information Retrieval, ch. 7",
            "Opitz & Burst 2019, Macro F1 and macro F1, arXiv 1911.03347 (the mean of the classes' F1)",
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        let matrix = ConfusionMatrix(predictions)
        let scores = (0..<matrix.classes).compactMap { matrix.f1($0) }
        return StableSum.of(scores) / Double(scores.count)
    }
}
