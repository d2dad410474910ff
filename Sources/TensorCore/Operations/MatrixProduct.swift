import CTensorKernels

/// C[m,n] = A·B.
///
/// Each element is a chain of fused multiply-adds along k, in order.
struct MatrixProduct: Operation {
    /// A is stored [k,m].
    let transposeA: Bool
    /// B is stored [n,k].
    let transposeB: Bool

    var name: String { "matmul " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N") }

    private func extents(_ inputs: [Shape]) -> (m: Int, n: Int, k: Int) {
        precondition(inputs[0].rank == 2 && inputs[1].rank == 2, "a matrix product needs matrices")
        let (m, k) = transposeA ? (inputs[0][1], inputs[0][0]) : (inputs[0][0], inputs[0][1])
        let (k2, n) = transposeB ? (inputs[1][1], inputs[1][0]) : (inputs[1][0], inputs[1][1])
        precondition(k == k2, "inner extents differ: \(inputs[0]) and \(inputs[1])")
        return (m, n, k)
    }

    func resultShape(_ inputs: [Shape]) -> Shape {
        let (m, n, _) = extents(inputs)
        return [m, n]
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        cotangents(node) { matmul($0, $1, transposeA: $2, transposeB: $3) }
    }

    /// The cotangents of both factors by a `product(a, b, transposeA, transposeB)` of the same kind.
    func cotangents(
        _ node: DifferentiatedNode, _ product: (Tensor, Tensor, Bool, Bool) -> Tensor
    ) -> [Tensor?] {
        let (a, b, g) = (node.inputs[0], node.inputs[1], node.cotangent)
        return [
            transposeA ? product(b, g, transposeB, true) : product(g, b, false, !transposeB),
            transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false),
        ]
    }

    /// What is transposed, as plan.h has it.
    var flags: Int32 { (transposeA ? 1 : 0) | (transposeB ? 2 : 0) }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (m, n, k) = extents(inputs.map(\.shape))
        let (a, b) = (inputs[0].elements, inputs[1].elements)
        var result: [Double] = []
        for i in 0..<m {
            for j in 0..<n {
                var sum = 0.0
                for l in 0..<k {
                    sum += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j]
                }
                result.append(sum)
            }
        }
        return result
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, _ in
            let (m, n, k) = operation.extents(inputs)
            return InstructionTemplate(opcode: TK_MATMUL, flags: operation.flags, dimensions: [m, n, k])
        }
    }
}
