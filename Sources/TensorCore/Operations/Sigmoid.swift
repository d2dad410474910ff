import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// 1 / (1 + e^−a); results below 2^−126 are 0.
struct Sigmoid: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_SIGMOID }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { 1 / (1 + exp(-a)) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent * (node.output * (1 - node.output))]
    }
}
