import CTensorKernels

/// Rows added at given numbers, in order, into zeros.
///
/// A number is held between the first and the last row, NaN is the first. No gradient flows to the numbers.
struct ScatterAddRows: Operation {
    let rows: Int

    var name: String { "scatter-add rows" }
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 2 && inputs[1] == [inputs[0][0]], "one number per row")
        return [rows, inputs[0][1]]
    }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.gatheringRows(node.inputs[1]), nil]
    }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let width = inputs[0].shape[1]
        var result = [Double](repeating: 0, count: rows * width)
        for (row, index) in inputs[1].elements.enumerated() {
            for column in 0..<width {
                result[rowNumber(index, of: rows) * width + column] +=
                    inputs[0].elements[row * width + column]
            }
        }
        return result
    }
    var lowering: Lowering {
        .instruction { inputs, output in
            InstructionTemplate(
                opcode: TK_SCATTER_ADD_ROWS, dimensions: [inputs[0][0], output[1], output[0]])
        }
    }
}
