import Primitives

/// √ of the mean squared error by the targets as they were before corruption.
enum CleanRootMeanSquaredError: Metric {
    static let declaration = MetricDeclaration(
        id: "clean_rmse",
        summary: "Root mean squared error by the targets before corruption; only where some were corrupted.",
        formula: "√ mean (ŷ − y_clean)²",
        direction: .lower, tasks: [.regression], needs: "corrupted targets")

    static func isDefined(for predictions: Predictions) -> Bool { !predictions.cleanTruths.isEmpty }

    static func value(_ predictions: Predictions) -> Double {
        RootMeanSquaredError.distance(from: predictions.cleanTruths, in: predictions)
    }
}
