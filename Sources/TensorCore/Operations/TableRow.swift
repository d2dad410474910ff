import CTensorKernels

/// This step's row of a table.
struct TableRow: Operation {
    let width: Int

    var name: String { "table row" }
    func resultShape(_ inputs: [Shape]) -> Shape { [width] }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [nil] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] { inputs[0].elements }
    var lowering: Lowering {
        .instruction { _, output in InstructionTemplate(opcode: TK_TABLE_ROW, dimensions: [output.count]) }
    }
}
