import CTensorKernels

/// The smaller of a and b; NaN where either is.
///
/// Where they tie, the gradient goes to b.
struct Minimum: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_MINIMUM }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double {
        a.isNaN || b.isNaN ? .nan : (a < b ? a : b)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let first = node.inputs[1] .> node.inputs[0]
        let zero = first.graph.scalar(0)
        return [select(first, node.cotangent, zero), select(first, zero, node.cotangent)]
    }
}
