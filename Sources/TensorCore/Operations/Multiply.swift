import CTensorKernels

/// a · b.
struct Multiply: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_MULTIPLY }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a * b }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * node.inputs[1], node.cotangent * node.inputs[0]]
    }
}
