import CTensorKernels

/// Repetition along a run of neighbouring axes of extent 1 that lies between kept ones, written to memory.
///
/// `Broadcast` covers what repeats on the left and on the right without a pass of its own.
struct Repeat: Operation {
    /// The axes along which the input has extent 1.
    let axes: Range<Int>
    /// The result's extents along them.
    let times: [Int]

    var name: String { "repeat" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        var d = inputs[0].dimensions
        precondition(d[axes].allSatisfy { $0 == 1 }, "only axes of extent 1 can be repeated")
        d.replaceSubrange(axes, with: times)
        return Shape(d)
    }

    private func extents(_ shape: Shape) -> (outer: Int, times: Int, inner: Int) {
        let d = shape.dimensions
        return (
            d[..<axes.lowerBound].reduce(1, *), times.reduce(1, *), d[axes.upperBound...].reduce(1, *)
        )
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.graph.tensor(Sum(axes: axes), [node.cotangent]).reshaped(node.inputs[0].shape)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let (outer, times, inner) = extents(inputs[0].shape)
        return (0..<outer).flatMap { o in
            (0..<times).flatMap { _ in inputs[0].elements[o * inner..<(o + 1) * inner] }
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, _ in
            let (outer, times, inner) = operation.extents(inputs[0])
            return InstructionTemplate(opcode: TK_REPEAT, dimensions: [outer, times, inner])
        }
    }
}
