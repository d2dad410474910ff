import Numerics
import Primitives

/// √ of the mean squared error, in the target's unit.
enum RootMeanSquaredError: Metric {
    static let declaration = MetricDeclaration(
        id: "rmse", summary: "Root mean squared error, in the target's unit.", formula: "√ mean (ŷ − y)²",
        direction: .lower, tasks: [.regression])

    static func value(_ predictions: Predictions) -> Double {
        distance(from: predictions.truths, in: predictions)
    }

    /// √ of the mean squared distance of the predictions from `values`.
    static func distance(from values: [Double], in predictions: Predictions) -> Double {
        let squares = zip(predictions.values, values).map { ($0 - $1) * ($0 - $1) }
        return (StableSum.of(squares) / Double(squares.count)).squareRoot()
    }
}
