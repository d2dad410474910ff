import Primitives

/// The accuracy of the group that is classified worst.
enum WorstGroupAccuracy: Metric {
    static let declaration = MetricDeclaration(
        id: "worst_group_accuracy",
        summary: "The least accuracy among the groups that have rows; for datasets of 2 to 50 groups.",
        formula: "min_g mean [argmax p = y | group g]",
        direction: .higher, tasks: [.classification],
        citations: [
            "Sagawa et al. 2020, Distributionally robust neural networks for group shifts, ICLR, sec. 2"
        ], needs: "2 to 50 groups of rows")

    /// Groups beyond this are people or sites, each too small for an accuracy of its own.
    private static let most = 50

    static func isDefined(for predictions: Predictions) -> Bool {
        (2...most).contains(Set(predictions.groups).count)
    }

    static func value(_ predictions: Predictions) -> Double {
        var counts: [Int: (rows: Int, correct: Int)] = [:]
        for (group, (predicted, label)) in zip(
            predictions.groups, zip(predictions.predictedLabels, predictions.labels))
        {
            counts[group, default: (0, 0)].rows += 1
            if predicted == label { counts[group]!.correct += 1 }
        }
        return counts.values.map { Double($0.correct) / Double($0.rows) }.min() ?? .nan
    }
}
