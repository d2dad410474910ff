/// The convolution (cross-correlation, as everywhere in the field) of `x` with `weights`.
///
/// - `x`: [batch, height, width, channels] with weights [height, width, channels, filters], or
///   [batch, length, channels] with weights [length, channels, filters].
/// - `strides`, `dilations`: one number per spatial axis, 1 by default.
/// - Result: [batch, places, …, filters].
///
/// Patches are laid out in memory (`ExtractPatches`) and multiplied with the weights as a matrix, so every
/// result is one chain of fused multiply-adds over (row, column, channel) of the window. The patches need the
/// memory of the input times the window's positions over the product of strides; a window of one position
/// with stride 1 needs none.
public func convolution(
    _ x: Tensor, _ weights: Tensor, strides: [Int]? = nil, padding: WindowPadding = .valid,
    dilations: [Int]? = nil
) -> Tensor {
    let axes = x.shape.rank - 2
    precondition(
        (1...2).contains(axes) && weights.shape.rank == axes + 2 && weights.shape[-2] == x.shape[-1],
        "cannot convolve \(x.shape) with \(weights.shape)")
    let ones = [Int](repeating: 1, count: axes)
    let window = Window(
        over: x.shape, kernel: Array(weights.shape.dimensions.prefix(axes)), strides: strides ?? ones,
        padding: padding, dilations: dilations ?? ones)
    let filters = weights.shape[-1]
    var patches = x.reshaped(window.input)
    if !window.isIdentity {
        patches = x.graph.tensor(ExtractPatches(window: window), [patches])
    }
    let depth = window.kernel[0] * window.kernel[1] * window.input[3]
    let places = window.input[0] * window.output[0] * window.output[1]
    let result = matmul(patches.reshaped([places, depth]), weights.reshaped([depth, filters]))
    return result.reshaped(
        window.spatial([window.input[0], window.output[0], window.output[1], filters], like: x.shape))
}
