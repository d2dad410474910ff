import Numerics
import Primitives

/// The mean negative log-probability of the true class, in nats; not clipped.
enum LogLoss: Metric {
    static let declaration = MetricDeclaration(
        id: "log_loss", summary: "Mean negative log-probability of the true class, in nats.",
        formula: "mean −ln p_y",
        direction: .lower, tasks: [.classification],
        citations: ["I. J. Good 1952, Rational decisions, J. R. Stat. Soc. B 14:107-114"])

    static func value(_ predictions: Predictions) -> Double {
        let logarithms = predictions.labels.enumerated().lazy.map { row, label in
            predictions.logProbabilities[row * predictions.classes + label]
        }
        return -StableSum.of(logarithms) / Double(predictions.labels.count)
    }
}
