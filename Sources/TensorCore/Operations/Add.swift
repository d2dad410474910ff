import CTensorKernels

/// a + b.
struct Add: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_ADD }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a + b }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent, node.cotangent]
    }
}
