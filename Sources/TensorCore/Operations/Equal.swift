import CTensorKernels

/// a == b as 1 or 0; no gradient flows.
struct Equal: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_EQUAL }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a == b ? 1 : 0 }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [nil, nil]
    }
}
