import TensorCore
import Training

extension MethodContext {
    /// 0 with probability `rate`, else 1, independently.
    func kept(_ shape: Shape, rate: Tensor, stream name: String) -> Tensor {
        let draw = graph.uniform(shape, stream: stream(name))
        return select(rate .> draw, graph.scalar(0), graph.scalar(1))
    }
}

extension Shape {
    /// One number per row (and per channel, where asked), 1 along every other axis: for a mask that others share.
    func perRow(channels: Bool = false) -> Shape {
        Shape(dimensions.indices.map { $0 == 0 || (channels && $0 == rank - 1) ? dimensions[$0] : 1 })
    }
}

/// What flows forward and what flows back through a factor of its own each.
func scaled(_ value: Tensor, forward: Tensor, backward: Tensor) -> Tensor {
    value * backward + value.stoppingGradient() * (forward - backward)
}
