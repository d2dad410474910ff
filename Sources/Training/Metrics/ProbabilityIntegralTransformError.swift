import Numerics
import Primitives

/// How far the predictive distribution's levels are from the shares of truths below them.
enum ProbabilityIntegralTransformError: Metric {
    static let declaration = MetricDeclaration(
        id: "pit_calibration_error",
        summary:
            "Mean distance, over all levels, of a level and the share of truths below its quantile, in [0, ½], "
            + "\(ResidualDistribution.remark). Undefined where σ is 0.",
        formula: "∫₀¹ |F(u) − u| du, F the empirical distribution of Φ((y − ŷ)/σ)",
        direction: .lower, tasks: [.regression],
        citations: [
            "Dawid 1984, Statistical theory: the prequential approach, J. R. Stat. Soc. A 147:278-292",
            "Kuleshov, Fenner & Ermon 2018, Accurate uncertainties for deep learning using calibrated regression, sec. 3.5 "
                + "(there a sum of squares over some levels)",
        ], recording: .onRequest)

    static func isDefined(for predictions: Predictions) -> Bool { predictions.residualScale != nil }

    static func value(_ predictions: Predictions) -> Double {
        guard let scale = predictions.residualScale, scale > 0 else { return .nan }
        let levels = zip(predictions.truths, predictions.values).map {
            DeterministicMath.normalCumulative(($0 - $1) / scale)
        }
        return distanceFromUniform(levels)
    }

    /// ∫₀¹ |F(u) − u| du, F the empirical distribution of `levels`, exactly.
    static func distanceFromUniform(_ levels: [Double]) -> Double {
        let bounds = [0] + levels.sorted() + [1]
        var sum = StableSum()
        for place in 0...levels.count {
            let (low, high) = (bounds[place], bounds[place + 1])
            let share = Double(place) / Double(levels.count)
            // Of |share − u| from low to high: two triangles where share lies between, else a trapezium.
            let (left, right) = (share - low, high - share)
            if left >= 0, right >= 0 {
                sum.add((left * left + right * right) / 2)
            } else {
                sum.add((high - low) * abs(share - (low + high) / 2))
            }
        }
        return sum.value
    }
}
