import CTensorKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// a^b, with the special cases of C: a⁰ and 1^b are 1, and a finite negative a needs a whole b.
///
/// Derivatives are finite where they exist, at a = 0 too. With respect to b that of 0^b is 0 for b ≥ 0, as its
/// limit from above, and that of a negative a is NaN.
struct Power: ElementwiseOperation {
    var opcode: tk_ew_opcode { TK_EW_POWER }

    func element(_ a: Double, _ b: Double, _ c: Double) -> Double { pow(a, b) }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let (base, exponent) = (node.inputs[0], node.inputs[1])
        if let constant = exponent.constantValue {
            switch constant {
            case 0: return [nil, nil]
            case 1: return [node.cotangent, nil]
            default: return [node.cotangent * (constant * base.power(constant - 1)), nil]
            }
        }
        // What is selected is the argument and not the result, so that derivatives of these derivatives lose
        // nothing elsewhere: 0 · 0^−1 and 0^b · ln 0 would be NaN.
        let zero = base.graph.scalar(0)
        let one = base.graph.scalar(1)
        let isZero = base .== zero
        let slope = exponent * select(isZero * (exponent .== zero), one, base).power(exponent - 1)
        let logarithm = select(isZero, one, base).logarithm()
        return [node.cotangent * slope, node.cotangent * (node.output * logarithm)]
    }
}
