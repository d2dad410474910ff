import Numerics

/// The predictive distribution that point predictions are given: normal around each, of one standard deviation.
///
/// That is the root mean square of the residuals of the validation part, or of the training part where there is no
/// validation part. On the part that it comes from it flatters the model.
enum ResidualDistribution {
    /// What the declarations of metrics say of it.
    static let remark =
        "of the normal distribution around each prediction whose σ is the RMSE on the validation part"

    /// The standard deviation from the residuals of `predictions`.
    static func scale(_ predictions: Predictions) -> Double { RootMeanSquaredError.value(predictions) }
}

extension Predictions {
    /// The mean over rows of `term` of the residual (truth − prediction) and the standard deviation.
    func meanOverResiduals(_ term: (_ residual: Double, _ scale: Double) -> Double) -> Double {
        guard let scale = residualScale else { return .nan }
        return StableSum.of(zip(truths, values).map { term($0 - $1, scale) }) / Double(truths.count)
    }
}
