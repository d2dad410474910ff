import TensorCore
import Training

/// The parameters of `affine`: a weight of inputs × outputs, and a bias.
func affineParameters(_ name: String, _ inputs: Int, _ outputs: Int, _ initializer: Initializer)
    -> [ParameterSpecification]
{
    [.weight("\(name).weight", inputs, outputs, initializer), .bias("\(name).bias", outputs)]
}

/// x W + b with the parameters `name.weight` and `name.bias`.
func affine(_ name: String, _ x: Tensor, _ context: ForwardContext) -> Tensor {
    matmul(x, context.parameters["\(name).weight"]) + context.parameters["\(name).bias"]
}
