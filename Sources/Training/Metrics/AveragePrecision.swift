import Primitives

/// The area under the precision–recall curve, as a sum of steps.
enum AveragePrecision: Metric {
    static let declaration = MetricDeclaration(
        id: "auprc",
        summary:
            "Average precision, in [0, 1]: of two classes that of the second; of more the mean over those that have rows. "
            + "Undefined where the class has none.",
        formula: "Σ_t (R_t − R_(t−1)) P_t over the distinct scores t, the highest first",
        direction: .higher, tasks: [.classification],
        citations: [
            "Davis & Goadrich 2006, The relationship between precision-recall and ROC curves, ICML (why not by lines)",
            "Boyd, Eng & Page 2013, Area under the precision-recall curve, sec. 3",
        ], recording: .atEnd)

    static func value(_ predictions: Predictions) -> Double {
        predictions.meanOverClasses { ScoreRanking(predictions, class: $0).averagePrecision }
    }
}
