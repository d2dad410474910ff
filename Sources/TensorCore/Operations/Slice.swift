/// A run of a vector's elements.
struct Slice: Operation {
    let offset: Int
    let count: Int

    var name: String { "slice" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(offset >= 0 && offset + count <= inputs[0].count, "slice beyond the end of \(inputs[0])")
        return [count]
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [
            node.cotangent.graph.tensor(
                Assemble(count: node.inputs[0].shape.count, offsets: [offset]), [node.cotangent])
        ]
    }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        Array(inputs[0].elements[offset..<offset + count])
    }
    var lowering: Lowering { .alias(offset: offset) }
}
