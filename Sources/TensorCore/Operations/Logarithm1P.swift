import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// ln(1 + a).
struct Logarithm1P: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_LOG1P }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { log1p(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent / (1 + node.inputs[0])]
    }
}
