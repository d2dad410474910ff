import CTensorKernels

/// √a.
struct SquareRoot: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SQUARE_ROOT }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a.squareRoot() }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * 0.5 / node.output]
    }
}
