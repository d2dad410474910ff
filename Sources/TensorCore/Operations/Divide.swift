import CTensorKernels

/// a / b.
struct Divide: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_DIVIDE }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a / b }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let quotient = node.cotangent / node.inputs[1]
        return [quotient, -(quotient * node.output)]
    }
}
