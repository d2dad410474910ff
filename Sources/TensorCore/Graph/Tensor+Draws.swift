extension Graph {
    /// Standard normals, a pure function of the stream's key, the step and the element.
    ///
    /// Box and Muller's in double precision (docs/numerics.md), rounded to float. About twenty times the cost
    /// of a uniform.
    public func normal(_ shape: Shape, stream name: String) -> Tensor {
        tensor(Normal(stream: stream(name, kind: "normal \(shape)"), shape: shape))
    }

    /// 1 or −1 with equal probability, independent: signs of uniforms of the stream.
    public func rademacher(_ shape: Shape, stream name: String) -> Tensor {
        select(scalar(0.5) .> uniform(shape, stream: name), scalar(-1), scalar(1))
    }
}
