/// Layer normalisation over the last axis (Ba, Kiros and Hinton 2016, "Layer normalization").
///
/// (x − μ) / √(σ² + ε) · scale + shift, where μ and σ² are the mean and the mean squared deviation of a row;
/// the deviations are taken from the mean itself, so σ² is never negative. `scale` and `shift` have the extent
/// of the last axis and may be missing.
public func layerNormalization(
    _ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, epsilon: Float = 1e-5
) -> Tensor {
    let centred = x - x.mean(over: [-1], keepingAxes: true)
    let variance = centred.squared().mean(over: [-1], keepingAxes: true)
    var result = centred * (1 / (variance + epsilon).squareRoot())
    if let scale { result = result * scale }
    if let shift { result = result + shift }
    return result
}
