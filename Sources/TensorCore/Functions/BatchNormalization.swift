/// The mean and the variance of each channel, vectors of the last axis' extent.
public struct BatchStatistics {
    /// The mean over all other axes.
    public let mean: Tensor
    /// The mean squared deviation over all other axes: divided by their count m, not by m − 1.
    public let variance: Tensor

    /// Given statistics, for example running averages.
    public init(mean: Tensor, variance: Tensor) {
        self.mean = mean
        self.variance = variance
    }

    /// The statistics of `x` over all axes but the last.
    ///
    /// The variance is that of the deviations from the mean (two passes), so it is never negative.
    public init(of x: Tensor) {
        let axes = Array(0..<x.shape.rank - 1)
        mean = x.mean(over: axes)
        variance = (x - mean).squared().mean(over: axes)
    }
}

/// Batch normalisation of each channel of the last axis (Ioffe and Szegedy 2015, "Batch normalization:
/// accelerating deep network training by reducing internal covariate shift").
///
/// (x − μ) / √(σ² + ε) · scale + shift. Without `statistics` they are those of `x`, through which the gradient
/// flows: training. With them they are what is given: evaluation, by running averages of the returned ones. The
/// paper's running variance is the unbiased one, m / (m − 1) times the returned one, with m elements a channel.
public func batchNormalization(
    _ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, statistics given: BatchStatistics? = nil,
    epsilon: Float = 1e-5
) -> (output: Tensor, statistics: BatchStatistics) {
    precondition(x.shape.rank >= 2, "batch normalisation needs a batch and channels, not \(x.shape)")
    let statistics = given ?? BatchStatistics(of: x)
    var factor = 1 / (statistics.variance + epsilon).squareRoot()
    if let scale { factor = factor * scale }
    var result = (x - statistics.mean) * factor
    if let shift { result = result + shift }
    return (result, statistics)
}
