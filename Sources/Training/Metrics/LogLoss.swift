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
        -StableSum.of(zip(predictions.logProbabilities, predictions.labels).map { $0[$1] })
            / Double(predictions.labels.count)
    }
}
