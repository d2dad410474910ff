import CTensorKernels

/// Zeros before and after along one axis that is not the outermost.
struct PadRows: Operation {
    let axis: Int
    let before: Int
    let after: Int

    var name: String { "pad axis" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        var d = inputs[0].dimensions
        precondition(before >= 0 && after >= 0, "cannot pad by a negative count")
        d[axis] += before + after
        return Shape(d)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.slice(axis: axis, from: before, count: node.inputs[0].shape[axis])]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (outer, inner) = inputs[0].shape.extents(around: axis)
        let width = inputs[0].shape[axis] * inner
        let (front, back) = ([Double](repeating: 0, count: before * inner), after * inner)
        return (0..<outer).flatMap { o -> [Double] in
            front + inputs[0].elements[o * width..<(o + 1) * width] + [Double](repeating: 0, count: back)
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, output in
            let (outer, inner) = inputs[0].extents(around: operation.axis)
            return InstructionTemplate(
                opcode: TK_PAD_ROWS,
                dimensions: [outer, output[operation.axis] * inner, inputs[0][operation.axis] * inner],
                extents: [operation.before * inner])
        }
    }
}
