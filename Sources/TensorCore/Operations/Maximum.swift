import CTensorKernels

/// The larger of a and b; NaN where either is.
///
/// Where they tie, the gradient goes to b.
struct Maximum: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_MAXIMUM }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double {
        a.isNaN || b.isNaN ? .nan : (a > b ? a : b)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        // The same as a > b, but a itself need not be kept for it.
        let first = node.output .> node.inputs[1]
        let zero = first.graph.scalar(0)
        return [select(first, node.cotangent, zero), select(first, zero, node.cotangent)]
    }
}
