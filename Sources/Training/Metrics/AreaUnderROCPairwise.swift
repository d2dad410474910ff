import Numerics
import Primitives

/// Hand and Till's M: how well the probabilities tell every pair of classes apart.
enum AreaUnderROCPairwise: Metric {
    static let declaration = MetricDeclaration(
        id: "auroc_pairwise",
        summary:
            "Hand & Till's M: the mean area under the ROC curve over pairs of classes, which the classes' shares do not "
            + "change. Of two classes the area under the curve.",
        formula: "mean over pairs j < k with rows of ½ (A(j | k) + A(k | j))",
        direction: .higher, tasks: [.classification],
        citations: [
            "Hand & Till 2001, A simple generalisation of the area under the ROC curve for multiple class "
                + "classification problems, eq. 7"
        ], recording: .onRequest)

    static func value(_ predictions: Predictions) -> Double {
        if predictions.classes == 2 { return AreaUnderROC.value(predictions) }
        let counts = predictions.classCounts
        let present = counts.indices.filter { counts[$0] > 0 }
        var areas: [Double] = []
        for j in present {
            for k in present where k != j {
                areas.append(ScoreRanking(predictions, class: j, against: k).areaUnderROC)
            }
        }
        return areas.isEmpty ? .nan : StableSum.of(areas) / Double(areas.count)
    }
}
