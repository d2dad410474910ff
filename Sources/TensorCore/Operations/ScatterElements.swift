import CTensorKernels

/// Rows of zeros but for one element each: the adjoint of `GatherElements`.
///
/// No gradient flows to the columns.
struct ScatterElements: Operation {
    let columns: Int

    var name: String { "scatter elements" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 1 && inputs[1] == inputs[0], "one column per row")
        return [inputs[0][0], columns]
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(GatherElements(), [node.cotangent, node.inputs[1]]), nil]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        var result = [Double](repeating: 0, count: inputs[0].elements.count * columns)
        for (row, column) in inputs[1].elements.enumerated() {
            result[row * columns + rowNumber(column, of: columns)] = inputs[0].elements[row]
        }
        return result
    }

    var lowering: Lowering {
        .instruction { _, output in
            InstructionTemplate(opcode: TK_SCATTER_ELEMENTS, dimensions: [output[0], output[1]])
        }
    }
}
