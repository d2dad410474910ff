import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// erf a; its derivative is 2/√π · exp(−a²).
struct ErrorFunction: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_ERF }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { erf(a) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let x = node.inputs[0]
        return [node.cotangent * (1.1283791670955126 * (-(x * x)).exponential())]
    }
}
