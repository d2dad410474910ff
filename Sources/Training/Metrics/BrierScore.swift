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
        var total = StableSum()
        for (row, label) in predictions.labels.enumerated() {
            var distance = StableSum()
            for index in 0..<predictions.classes {
                let error =
                    predictions.probabilities[row * predictions.classes + index] - (index == label ? 1 : 0)
                distance.add(error * error)
            }
            total.add(distance.value)
        }
        return total.value / Double(predictions.labels.count)
    }
}
