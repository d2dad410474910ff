/// A vector of disjoint parts at given offsets, zero between them: the gradient of slicing.
///
/// Sums of assemblies with disjoint parts become one assembly, so the gradient of a parameter buffer is
/// computed in place, layer by layer, without a pass of its own.
struct Assemble: Operation {
    let count: Int
    /// Ascending, one per input.
    let offsets: [Int]

    var name: String { "assemble" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        var end = 0
        for (offset, input) in zip(offsets, inputs) {
            precondition(offset >= end, "parts must be disjoint and in order")
            end = offset + input.count
        }
        precondition(end <= count, "a part reaches beyond the end")
        return [count]
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        zip(offsets, node.inputs).map { node.cotangent.slice(from: $0, $1.shape) }
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for (offset, input) in zip(offsets, inputs) {
            result.replaceSubrange(offset..<offset + input.elements.count, with: input.elements)
        }
        return result
    }

    var lowering: Lowering { .assemble }

    /// a + b as one assembly, where both are assemblies of one vector and no parts overlap.
    static func merged(_ a: Tensor, _ b: Tensor) -> Tensor? {
        guard let first = a.operation as? Assemble, let second = b.operation as? Assemble,
            first.count == second.count
        else { return nil }
        let parts = (Array(zip(first.offsets, a.inputs)) + zip(second.offsets, b.inputs)).sorted {
            $0.0 < $1.0
        }
        for (left, right) in zip(parts, parts.dropFirst()) where left.0 + left.1.shape.count > right.0 {
            return nil
        }
        return a.graph.tensor(Assemble(count: first.count, offsets: parts.map(\.0)), parts.map(\.1))
    }
}
