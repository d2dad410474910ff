import Numerics
import Primitives

/// The area under the ROC curve of every class against the rest, by the classes' rows.
enum AreaUnderROCWeighted: Metric {
    static let declaration = MetricDeclaration(
        id: "auroc_weighted",
        summary: "Area under the ROC curve of one class against the rest, the mean by the classes' rows.",
        formula: "Σ_k (n_k / n) AUROC_k; undefined where only one class has rows",
        direction: .higher, tasks: [.classification],
        citations: ["Provost & Domingos 2003, Tree induction for probability-based ranking, sec. 3.2"],
        recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        if predictions.classes == 2 { return AreaUnderROC.value(predictions) }
        let counts = predictions.classCounts
        let present = counts.indices.filter { counts[$0] > 0 }
        guard present.count > 1 else { return .nan }
        let terms = present.map {
            Double(counts[$0]) * ScoreRanking(predictions, class: $0).areaUnderROC
        }
        return StableSum.of(terms) / Double(predictions.labels.count)
    }
}
