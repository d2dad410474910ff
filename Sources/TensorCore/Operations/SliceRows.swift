import CTensorKernels

/// Elements `start` ..< `start` + `count` along one axis that is not the outermost.
struct SliceRows: Operation {
    let axis: Int
    let start: Int
    let count: Int

    var name: String { "slice axis" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        var d = inputs[0].dimensions
        precondition(start >= 0 && start + count <= d[axis], "slice beyond the end of axis \(axis)")
        d[axis] = count
        return Shape(d)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let after = node.inputs[0].shape[axis] - start - count
        return [node.cotangent.padded(axis: axis, before: start, after: after)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (outer, inner) = inputs[0].shape.extents(around: axis)
        let width = inputs[0].shape[axis] * inner
        return (0..<outer).flatMap { o in
            let first = o * width + start * inner
            return inputs[0].elements[first..<first + count * inner]
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, _ in
            let (outer, inner) = inputs[0].extents(around: operation.axis)
            return InstructionTemplate(
                opcode: TK_SLICE_ROWS,
                dimensions: [outer, operation.count * inner, inputs[0][operation.axis] * inner],
                extents: [operation.start * inner])
        }
    }
}
