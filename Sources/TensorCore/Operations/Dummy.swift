import CTensorKernels

/// Zeros that are no other node's: a variable to differentiate by, whose value does not matter.
struct Dummy: Operation {
    let shape: Shape
    /// Makes it different from every other one.
    let number: Int

    var name: String { "dummy" }
    func resultShape(_ inputs: [Shape]) -> Shape { shape }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        [Double](repeating: 0, count: shape.count)
    }
    var lowering: Lowering {
        .instruction { _, output in InstructionTemplate(opcode: TK_ZERO, dimensions: [output.count]) }
    }
}
