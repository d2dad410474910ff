import TensorCore

extension Tensor {
    func layerNormalized(gain: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
        let c = self - mean(over: [-1], keepingAxes: true)
        let v = c.squared().mean(over: [-1], keepingAxes: true)
        return c / (v + epsilon).squareRoot() * gain + bias
    }
    func batchNormalized(gain: Tensor, bias: Tensor, epsilon: Float) -> (
        value: Tensor, mean: Tensor, variance: Tensor
    ) {
        let axes = Array(0..<shape.rank - 1)
        let m = mean(over: axes)
        let c = self - m
        let v = c.squared().mean(over: axes)
        return (c / (v + epsilon).squareRoot() * gain + bias, m, v)
    }
    func batchNormalized(mean: Tensor, variance: Tensor, gain: Tensor, bias: Tensor, epsilon: Float) -> Tensor
    {
        (self - mean) / (variance + epsilon).squareRoot() * gain + bias
    }
}
