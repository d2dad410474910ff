import CTensorKernels

/// b where a is not 0, else c; no gradient flows to a.
struct Select: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SELECT }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { a != 0 ? b : c }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let zero = node.cotangent.graph.scalar(0)
        return [
            nil, select(node.inputs[0], node.cotangent, zero), select(node.inputs[0], zero, node.cotangent),
        ]
    }
}
