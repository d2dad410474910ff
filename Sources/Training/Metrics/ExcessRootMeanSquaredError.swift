import Primitives

/// √ of the excess risk: the distance to the regression function, which no noise blurs.
enum ExcessRootMeanSquaredError: Metric {
    static let declaration = MetricDeclaration(
        id: "excess_rmse",
        summary: "Root mean squared distance to the regression function; only where that is known.",
        formula: "√ mean (ŷ − E[y | x])², the root of the excess risk",
        direction: .lower, tasks: [.regression],
        citations: ["Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, sec. 2.4"],
        needs: "a generator whose law is known")

    static func isDefined(for predictions: Predictions) -> Bool { !predictions.optimalValues.isEmpty }

    static func value(_ predictions: Predictions) -> Double {
        RootMeanSquaredError.distance(from: predictions.optimalValues, in: predictions)
    }
}
