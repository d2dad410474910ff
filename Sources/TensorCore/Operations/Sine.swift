import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// sin a.
struct Sine: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SIN }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { sin(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * node.inputs[0].cosine()]
    }
}
