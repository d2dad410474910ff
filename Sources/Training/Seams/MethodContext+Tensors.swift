import TensorCore

/// One tensor of a flat vector with what its parameter is.
public struct LayoutTensor {
    /// What it is.
    public let specification: ParameterSpecification
    /// Its place among all parameters.
    public let index: Int
    /// Its value, in its own shape.
    public let value: Tensor

    /// A weight as fan-in × outputs: kernels with their window and input channels as rows.
    public var matrix: Tensor { value.reshaped(specification.matrixShape) }
}

extension MethodContext {
    /// The tensors of a flat vector, in order.
    public func tensors(of flat: Tensor) -> [LayoutTensor] {
        layout.specifications.indices.map { index in
            let specification = layout.specifications[index]
            return LayoutTensor(
                specification: specification, index: index,
                value: flat.slice(from: layout.offsets[index], specification.shape))
        }
    }

    /// The weights of a flat vector: matrices, kernels and embeddings, without biases, gains and what methods added.
    public func weights(of flat: Tensor) -> [LayoutTensor] {
        tensors(of: flat).filter { $0.specification.role == .weight }
    }

    /// The flat vector with every tensor replaced by what `change` makes of it, of the same count.
    public func mapTensors(of flat: Tensor, _ change: (LayoutTensor) -> Tensor) -> Tensor {
        concatenate(
            tensors(of: flat).map { change($0).reshaped([$0.specification.shape.count]) }, axis: 0)
    }

    /// A number per tensor spread over the tensor's elements, as long as the flat vector.
    public func spread(_ scalars: [Tensor]) -> Tensor {
        precondition(scalars.count == layout.specifications.count, "a scalar per tensor")
        return concatenate(
            zip(scalars, layout.specifications).map { $0.reshaped([1]).broadcast(to: [$1.shape.count]) },
            axis: 0)
    }

    /// A constant per tensor spread over the tensor's elements, as long as the flat vector.
    public func constant(perTensor value: (ParameterSpecification) -> Float) -> Tensor {
        graph.constant(
            layout.specifications.flatMap { [Float](repeating: value($0), count: $0.shape.count) },
            [layout.count])
    }
}
