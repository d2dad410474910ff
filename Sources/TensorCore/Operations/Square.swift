import CTensorKernels

/// a².
struct Square: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SQUARE }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a * a }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [2 * node.cotangent * node.inputs[0]]
    }
}
