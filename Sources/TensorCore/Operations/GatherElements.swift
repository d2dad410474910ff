import CTensorKernels

/// One element of every row, by its column.
///
/// A column is held between the first and the last, NaN is the first. No gradient flows to the columns.
struct GatherElements: Operation {
    var name: String { "gather elements" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(inputs[0].rank == 2 && inputs[1] == [inputs[0][0]], "one column per row")
        return inputs[1]
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let scatter = ScatterElements(columns: node.inputs[0].shape[1])
        return [node.cotangent.graph.tensor(scatter, [node.cotangent, node.inputs[1]]), nil]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let columns = inputs[0].shape[1]
        return inputs[1].elements.enumerated().map { row, column in
            inputs[0].elements[row * columns + rowNumber(column, of: columns)]
        }
    }

    var lowering: Lowering {
        .instruction { inputs, _ in
            InstructionTemplate(opcode: TK_GATHER_ELEMENTS, dimensions: [inputs[0][0], inputs[0][1]])
        }
    }
}
