import CTensorKernels

/// The maximum over leading or trailing axes; elements that tie share the gradient evenly.
struct MaximumOver: Reduction {
    let leading: Int
    let trailing: Int

    var name: String { "maximum over" }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let x = node.inputs[0]
        let winners = x .== restored(node.output, to: x.shape)
        let count = x.graph.tensor(Sum(leading: leading, trailing: trailing), [winners])
        return [winners * restored(node.cotangent / count, to: x.shape)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        groups(inputs[0]).map { group in
            group.contains(where: \.isNaN) ? .nan : group.max()!
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, output in
            let (outer, kept, inner) = operation.extents(inputs[0])
            precondition(outer == 1 || inner == 1, "one side at a time")
            if kept == 1 { return InstructionTemplate(opcode: TK_MAX_ROWS, dimensions: [1, outer * inner]) }
            if outer == 1 { return InstructionTemplate(opcode: TK_MAX_ROWS, dimensions: [kept, inner]) }
            return InstructionTemplate(opcode: TK_MAX_COLUMNS, dimensions: [outer, kept])
        }
    }
}
