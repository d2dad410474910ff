import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// cos a.
struct Cosine: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_COS }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { cos(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [-(node.cotangent * node.inputs[0].sine())]
    }
}
