import CTensorKernels

/// Two tensors one after the other along an axis that is not the outermost.
struct ConcatenateRows: Operation {
    let axis: Int

    var name: String { "concatenate" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        var (a, b) = (inputs[0].dimensions, inputs[1].dimensions)
        let extent = a[axis] + b[axis]
        (a[axis], b[axis]) = (extent, extent)
        precondition(a == b, "\(inputs[0]) and \(inputs[1]) differ beside axis \(axis)")
        return Shape(a)
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let (first, second) = (node.inputs[0].shape[axis], node.inputs[1].shape[axis])
        return [
            node.cotangent.slice(axis: axis, from: 0, count: first),
            node.cotangent.slice(axis: axis, from: first, count: second),
        ]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let outer = inputs[0].shape.extents(around: axis).outer
        return (0..<outer).flatMap { o in
            inputs.flatMap { input in
                let width = input.elements.count / outer
                return input.elements[o * width..<(o + 1) * width]
            }
        }
    }

    var lowering: Lowering {
        let axis = axis
        return .instruction { inputs, _ in
            let outer = inputs[0].extents(around: axis).outer
            return InstructionTemplate(
                opcode: TK_CONCATENATE_ROWS,
                dimensions: [outer, inputs[0].count / outer, inputs[1].count / outer])
        }
    }
}
