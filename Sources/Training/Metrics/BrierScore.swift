import Numerics
import Primitives

/// The mean squared distance between the predicted probabilities and the truth, over all classes.
enum BrierScore: Metric {
    static let declaration = MetricDeclaration(
        id: "brier",
        summary: "Mean squared distance of the probabilities from the truth, summed over classes, in [0, 2].",
        formula: "mean Σ_k (p_k − [y = k])²", direction: .lower, tasks: [.classification],
        citations: ["G. W. Brier 1950, Verification of forecasts expressed in terms of probability, eq. 2"])

    static func value(_ predictions: Predictions) -> Double {
        let distances = zip(predictions.probabilities, predictions.labels).map { row, label in
            StableSum.of(
                row.enumerated().map { index, p in
                    let error = p - (index == label ? 1 : 0)
                    return error * error
                })
        }
        return StableSum.of(distances) / Double(predictions.labels.count)
    }
}
