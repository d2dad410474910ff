/// Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019, "Root mean square layer
/// normalization").
///
/// x / √(mean of x² + ε) · scale. `scale` has the extent of the last axis and may be missing.
public func rootMeanSquareNormalization(
    _ x: Tensor, scale: Tensor? = nil, epsilon: Float = 1e-5
) -> Tensor {
    let meanSquare = x.squared().mean(over: [-1], keepingAxes: true)
    let result = x * (1 / (meanSquare + epsilon).squareRoot())
    return scale.map { result * $0 } ?? result
}
