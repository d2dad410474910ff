/// The largest element under a window at every place, by channel.
///
/// `x` is [batch, height, width, channels] or [batch, length, channels]; `window` and `strides` (by default
/// the window's extents) have one number per spatial axis. Positions in the padding do not count. Where
/// elements tie, the whole gradient goes to the first in the order of memory. A NaN is larger than every
/// number.
public func maximumPool(
    _ x: Tensor, window extents: [Int], strides: [Int]? = nil, padding: WindowPadding = .valid
) -> Tensor {
    let window = Window(
        over: x.shape, kernel: extents, strides: strides ?? extents, padding: padding,
        dilations: extents.map { _ in 1 })
    let input = x.reshaped(window.input)
    let positions = x.graph.tensor(WindowArgument(window: window), [input])
    return x.graph.tensor(WindowSelect(window: window), [input, positions])
        .reshaped(window.spatial(window.pooledShape, like: x.shape))
}

/// The mean of what lies under a window at every place, by channel.
///
/// `x` is [batch, height, width, channels] or [batch, length, channels]; `window` and `strides` (by default
/// the window's extents) have one number per spatial axis. Positions in the padding are neither added nor
/// counted.
public func averagePool(
    _ x: Tensor, window extents: [Int], strides: [Int]? = nil, padding: WindowPadding = .valid
) -> Tensor {
    let window = Window(
        over: x.shape, kernel: extents, strides: strides ?? extents, padding: padding,
        dilations: extents.map { _ in 1 })
    let sums = x.graph.tensor(SumWindows(window: window), [x.reshaped(window.input)])
    let counts = window.places.map { $0.filter { $0 != nil }.count }
    precondition(counts.allSatisfy { $0 > 0 }, "a window lies wholly in the padding")
    let result: Tensor
    if Set(counts).count == 1 {
        result = sums / Float(counts[0])
    } else {
        let channels = window.input[3]
        result =
            sums
            / x.graph.constant(
                counts.flatMap { [Float](repeating: Float($0), count: channels) },
                [window.output[0], window.output[1], channels])
    }
    return result.reshaped(window.spatial(window.pooledShape, like: x.shape))
}

/// The mean over all spatial axes: [batch, …, channels] to [batch, channels].
public func globalAveragePool(_ x: Tensor) -> Tensor { x.mean(over: Array(1..<x.shape.rank - 1)) }

/// The largest element over all spatial axes: [batch, …, channels] to [batch, channels].
///
/// Elements that tie share the gradient evenly.
public func globalMaximumPool(_ x: Tensor) -> Tensor { x.maximum(over: Array(1..<x.shape.rank - 1)) }
