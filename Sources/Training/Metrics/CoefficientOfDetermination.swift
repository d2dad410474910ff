import Numerics
import Primitives

/// The share of the variance of the measured rows that is explained; NaN where they do not vary.
enum CoefficientOfDetermination: Metric {
    static let declaration = MetricDeclaration(
        id: "r2",
        summary:
            "Share of the target's variance that is explained; at most 1, below 0 when worse than the mean.",
        formula: "1 − Σ(ŷ − y)² / Σ(y − ȳ)²", direction: .higher, tasks: [.regression])

    static func value(_ predictions: Predictions) -> Double {
        let truths = predictions.truths
        let mean = StableSum.of(truths) / Double(truths.count)
        let total = StableSum.of(truths.map { ($0 - mean) * ($0 - mean) })
        let residual = StableSum.of(zip(predictions.values, truths).map { ($0 - $1) * ($0 - $1) })
        return total > 0 ? 1 - residual / total : .nan
    }
}
