import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// tanh a.
struct HyperbolicTangent: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_TANH }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { tanh(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * (1 - node.output * node.output)]
    }
}
