import CTensorKernels

/// Rows of a matrix by number.
///
/// A number is held between the first and the last row, NaN is the first. No gradient flows to the numbers.
struct GatherRows: Operation {
    var name: String { "gather rows" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 2 && inputs[1].rank == 1, "rows of a matrix by a vector of numbers")
        return [inputs[1].count, inputs[0][1]]
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.scatteringRows(node.inputs[1], into: node.inputs[0].shape[0]), nil]
    }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (rows, width) = (inputs[0].shape[0], inputs[0].shape[1])
        return inputs[1].elements.flatMap { index in
            let row = rowNumber(index, of: rows)
            return inputs[0].elements[row * width..<(row + 1) * width]
        }
    }
    var lowering: Lowering {
        .instruction { inputs, output in
            InstructionTemplate(opcode: TK_GATHER_ROWS, dimensions: [output[0], output[1], inputs[0][0]])
        }
    }
}
