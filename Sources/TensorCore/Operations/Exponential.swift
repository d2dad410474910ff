import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// e^a; results below 2^−126 are 0.
struct Exponential: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_EXP }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { exp(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * node.output]
    }
}
