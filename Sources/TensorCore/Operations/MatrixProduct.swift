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
        let (a, b, g) = (node.inputs[0], node.inputs[1], node.cotangent)
        let forA =
            transposeA
            ? matmul(b, g, transposeA: transposeB, transposeB: true)
            : matmul(g, b, transposeB: !transposeB)
        let forB =
            transposeB
            ? matmul(g, a, transposeA: true, transposeB: transposeA)
            : matmul(a, g, transposeA: !transposeA)
        return [forA, forB]
    }

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
            return InstructionTemplate(
                opcode: TK_MATMUL, flags: (operation.transposeA ? 1 : 0) | (operation.transposeB ? 2 : 0),
                dimensions: [m, n, k])
        }
    }
}
