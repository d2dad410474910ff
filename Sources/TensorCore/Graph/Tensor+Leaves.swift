extension Graph {
    /// A constant tensor.
    public func constant(_ values: [Float], _ shape: Shape) -> Tensor {
        tensor(Constant(values: values, shape: shape))
    }

    /// A constant scalar.
    public func scalar(_ value: Float) -> Tensor { constant([value], []) }

    /// A state that lives between steps; read here, written by the program's assignments.
    public func state(_ name: String, _ shape: Shape) -> Tensor {
        tensor(Leaf(buffer: .state(name), shape: shape))
    }

    /// A matrix that does not change during a run.
    public func data(_ name: String, _ shape: Shape) -> Tensor {
        tensor(Leaf(buffer: .data(name), shape: shape))
    }

    /// This step's row of a table with one row per step.
    public func tableRow(_ name: String, width: Int) -> Tensor {
        tensor(TableRow(width: width), [tensor(Leaf(buffer: .table(name), shape: [width]))])
    }

    /// Uniforms in [0, 1), a pure function of the stream's key, the step and the element.
    public func uniform(_ shape: Shape, stream name: String) -> Tensor {
        tensor(Uniform(stream: stream(name, kind: "uniform \(shape)"), shape: shape))
    }

    /// A Beta(α, α) variate; exactly 1 where α ≤ 0.
    public func beta(_ alpha: Tensor, stream name: String) -> Tensor {
        tensor(Beta(stream: stream(name, kind: "beta")), [alpha])
    }

    /// A uniform permutation of 0 ..< count, as floats.
    public func permutation(_ count: Int, stream name: String) -> Tensor {
        tensor(Permutation(stream: stream(name, kind: "permutation \(count)"), count: count))
    }
}
