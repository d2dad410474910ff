/// Repetition along axes of extent 1; read in place by fused programs, never stored unless it must be.
struct Broadcast: Operation {
    let target: Shape

    init(to target: Shape) { self.target = target }

    var name: String { "broadcast" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0].broadcast(with: target) == target, "cannot broadcast \(inputs[0]) to \(target)")
        _ = Self.pattern(inputs[0], target)
        return target
    }

    /// Element i of the result is element (i / repeats) % period of the source.
    static func pattern(_ source: Shape, _ target: Shape) -> (repeats: Int, period: Int) {
        let padded = Array(repeating: 1, count: target.rank - source.rank) + source.dimensions
        let kept = padded.indices.filter { padded[$0] > 1 }
        guard let first = kept.first, let last = kept.last else { return (target.count, 1) }
        precondition(
            (first...last).allSatisfy { padded[$0] == target.dimensions[$0] },
            "the axes that are not repeated must be neighbours: \(source) to \(target)")
        return (target.dimensions[(last + 1)...].reduce(1, *), source.count)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let source = node.inputs[0].shape
        let padded = Array(repeating: 1, count: target.rank - source.rank) + source.dimensions
        let kept = padded.indices.filter { padded[$0] > 1 }
        guard let first = kept.first, let last = kept.last else {
            return [node.cotangent.sum().reshaped(source)]
        }
        let graph = node.cotangent.graph
        var sum = node.cotangent
        if last + 1 < target.rank { sum = graph.tensor(Sum(axes: last + 1..<target.rank), [sum]) }
        if first > 0 { sum = graph.tensor(Sum(axes: 0..<first), [sum]) }
        return [sum.reshaped(source)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (repeats, period) = Self.pattern(inputs[0].shape, target)
        return (0..<target.count).map { inputs[0].elements[($0 / repeats) % period] }
    }

    var lowering: Lowering { .broadcast }
}
