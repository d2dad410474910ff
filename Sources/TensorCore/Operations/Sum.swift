import CTensorKernels

/// The sum over leading or trailing axes (either, not both).
struct Sum: Reduction {
    let leading: Int
    let trailing: Int

    var name: String { "sum" }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [restored(node.cotangent, to: node.inputs[0].shape)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        groups(inputs[0]).map { $0.reduce(0, +) }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, output in
            let (outer, kept, inner) = operation.extents(inputs[0])
            precondition(outer == 1 || inner == 1, "one side at a time")
            // All elements: one row. Leading axes: a column each.
            if kept == 1 { return InstructionTemplate(opcode: TK_SUM_ROWS, dimensions: [1, outer * inner]) }
            if outer == 1 { return InstructionTemplate(opcode: TK_SUM_ROWS, dimensions: [kept, inner]) }
            return InstructionTemplate(opcode: TK_SUM_COLUMNS, dimensions: [outer, kept])
        }
    }
}
