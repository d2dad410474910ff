import CTensorKernels

/// C[i] = A[i]·B[i] for every item of a batch; elements as in `MatrixProduct`.
struct BatchedMatrixProduct: Operation {
    /// Each A is stored [k,m].
    let transposeA: Bool
    /// Each B is stored [n,k].
    let transposeB: Bool

    private var single: MatrixProduct { MatrixProduct(transposeA: transposeA, transposeB: transposeB) }

    var name: String { "batched " + single.name }

    private static func item(_ shape: Shape) -> Shape { Shape(Array(shape.dimensions.dropFirst())) }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            inputs[0].rank == 3 && inputs[1].rank == 3 && inputs[0][0] == inputs[1][0],
            "a batched product needs as many matrices on both sides: \(inputs)")
        return Shape([inputs[0][0]] + single.resultShape(inputs.map(Self.item)).dimensions)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        single.cotangents(node) { batchedMatmul($0, $1, transposeA: $2, transposeB: $3) }
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        (0..<inputs[0].shape[0]).flatMap { i in
            single.evaluate(
                inputs.map { input in
                    let shape = Self.item(input.shape)
                    let elements = input.elements[i * shape.count..<(i + 1) * shape.count]
                    return ReferenceValue(elements: Array(elements), shape: shape)
                }, context)
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, output in
            InstructionTemplate(
                opcode: TK_BATCHED_MATMUL,
                flags: operation.single.flags,
                dimensions: [output[1], output[2], inputs[0][operation.transposeA ? 1 : 2]],
                extents: [output[0]])
        }
    }
}
