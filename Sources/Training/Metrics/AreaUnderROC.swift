import Primitives

/// How well the probabilities rank rows of a class above others.
enum AreaUnderROC: Metric {
    static let declaration = MetricDeclaration(
        id: "auroc",
        summary:
            "Area under the ROC curve, in [0, 1], ties half; of more than two classes the mean of one against the rest, "
            + "over those that have rows. Undefined where only one class has.",
        formula: "P(p_k of a row of class k > p_k of another) + ½ P(equal)",
        direction: .higher, tasks: [.classification],
        citations: [
            "Hanley & McNeil 1982, The meaning and use of the area under a ROC curve",
            "Fawcett 2006, An introduction to ROC analysis, sec. 9",
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        predictions.meanOverClasses { ScoreRanking(predictions, class: $0).areaUnderROC }
    }
}
