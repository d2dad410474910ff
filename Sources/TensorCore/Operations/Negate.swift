import CTensorKernels

/// −a.
struct Negate: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_NEGATE }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { -a }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [-node.cotangent]
    }
}
