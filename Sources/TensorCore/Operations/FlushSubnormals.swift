import CTensorKernels

/// 0 where |a| < 2^−126, else a; the gradient passes unchanged.
struct FlushSubnormals: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_FLUSH }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { abs(a) < 0x1p-126 ? 0 : a }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent]
    }
}
