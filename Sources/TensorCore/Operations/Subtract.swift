import CTensorKernels

/// a − b.
struct Subtract: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SUBTRACT }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a - b }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent, -node.cotangent]
    }
}
