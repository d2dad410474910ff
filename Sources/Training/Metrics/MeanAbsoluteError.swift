import Numerics
import Primitives

/// The mean absolute error, in the target's unit.
enum MeanAbsoluteError: Metric {
    static let declaration = MetricDeclaration(
        id: "mae", summary: "Mean absolute error, in the target's unit.", formula: "mean |ŷ − y|",
        direction: .lower,
        tasks: [.regression])

    static func value(_ predictions: Predictions) -> Double {
        StableSum.of(zip(predictions.values, predictions.truths).map { abs($0 - $1) })
            / Double(predictions.truths.count)
    }
}
