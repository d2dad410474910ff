import CTensorKernels

/// |a|; the gradient at 0 is 0.
struct Absolute: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_ABSOLUTE }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { abs(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let x = node.inputs[0]
        let zero = x.graph.scalar(0)
        return [select(x .> zero, node.cotangent, select(zero .> x, -node.cotangent, zero))]
    }
}
