import CTensorKernels

/// Axes in another order: axis i of the result is axis `order`[i] of the input.
struct Permute: Operation {
    let order: [Int]

    var name: String { "permute" }

    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            order.sorted() == Array(0..<inputs[0].rank), "\(order) does not permute \(inputs[0].rank) axes")
        return Shape(order.map { inputs[0][$0] })
    }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        [node.cotangent.permuted(order.indices.map { order.firstIndex(of: $0)! })]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        let source = inputs[0].shape.dimensions
        let target = order.map { source[$0] }
        return inputs[0].elements.indices.map { element in
            var index = [Int](repeating: 0, count: order.count)
            var rest = element
            for axis in target.indices.reversed() {
                index[order[axis]] = rest % target[axis]
                rest /= target[axis]
            }
            return inputs[0].elements[zip(source, index).reduce(0) { $0 * $1.0 + $1.1 }]
        }
    }

    var lowering: Lowering {
        let order = order
        return .instruction { inputs, _ in
            let axes = Self.loops(inputs[0], order)
            let isTransposition = axes.last!.strideOut != 1 || axes.last!.strideIn != 1
            return InstructionTemplate(
                opcode: TK_PERMUTE, flags: isTransposition ? 1 : 0, dimensions: [],
                extents: [axes.count] + axes.flatMap { [$0.count, $0.strideIn, $0.strideOut] })
        }
    }

    /// A loop of the kernel.
    struct Loop {
        var count: Int
        var strideIn: Int
        var strideOut: Int
    }

    /// The loops over the result, neighbours that stay neighbours as one, without those of one round.
    ///
    /// The last is a run that is contiguous on both sides, or the last two are a transposition: first the axis
    /// that is contiguous in the input, then the one that is contiguous in the result.
    static func loops(_ shape: Shape, _ order: [Int]) -> [Loop] {
        var stridesIn = [Int](repeating: 1, count: shape.rank)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
            stridesIn[axis] = stridesIn[axis + 1] * shape[axis + 1]
        }
        var loops: [Loop] = []
        for axis in order where shape[axis] > 1 {
            if let last = loops.last, last.strideIn == stridesIn[axis] * shape[axis] {
                loops[loops.count - 1].count *= shape[axis]
                loops[loops.count - 1].strideIn = stridesIn[axis]
            } else {
                loops.append(Loop(count: shape[axis], strideIn: stridesIn[axis], strideOut: 1))
            }
        }
        if loops.isEmpty { loops = [Loop(count: 1, strideIn: 1, strideOut: 1)] }
        for index in stride(from: loops.count - 2, through: 0, by: -1) {
            loops[index].strideOut = loops[index + 1].strideOut * loops[index + 1].count
        }
        if let contiguous = loops.firstIndex(where: { $0.strideIn == 1 }), contiguous != loops.count - 1 {
            let run = loops.remove(at: contiguous)
            loops.insert(run, at: loops.count - 1)
        }
        return loops
    }
}
