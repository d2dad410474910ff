import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// ln a.
struct Logarithm: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_LOG }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { log(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent / node.inputs[0]]
    }
}
