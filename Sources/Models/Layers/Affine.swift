import TensorCore
import Training

/// x W + b with the parameters `name.weight` and `name.bias`.
func affine(_ name: String, _ x: Tensor, _ context: ForwardContext) -> Tensor {
    matmul(x, context.parameters["\(name).weight"]) + context.parameters["\(name).bias"]
}
