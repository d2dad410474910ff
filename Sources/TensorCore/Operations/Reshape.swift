/// The same elements in another shape.
struct Reshape: Operation {
    let target: Shape

    init(to target: Shape) { self.target = target }

    var name: String { "reshape" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].count == target.count, "cannot reshape \(inputs[0]) to \(target)")
        return target
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [node.cotangent.reshaped(node.inputs[0].shape)] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] { inputs[0].elements }
    var lowering: Lowering { .alias(offset: 0) }
}
