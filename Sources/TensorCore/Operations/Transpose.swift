import CTensorKernels

/// A matrix with rows and columns exchanged.
struct Transpose: Operation {
    var name: String { "transpose" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 2, "only a matrix can be transposed")
        return [inputs[0][1], inputs[0][0]]
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [node.cotangent.transposed()] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (rows, columns) = (inputs[0].shape[0], inputs[0].shape[1])
        return (0..<columns).flatMap { c in (0..<rows).map { r in inputs[0].elements[r * columns + c] } }
    }
    var lowering: Lowering {
        .instruction { inputs, _ in
            InstructionTemplate(opcode: TK_TRANSPOSE, dimensions: [inputs[0][0], inputs[0][1]])
        }
    }
}
