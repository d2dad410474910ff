import CTensorKernels

/// The maximum over a run of neighbouring axes; elements that tie share the gradient evenly.
struct MaximumOver: Reduction {
    let axes: Range<Int>

    var name: String { "maximum over" }

    func gradient(_ node: DifferentiatedNode) -> [Tensor?] {
        let x = node.inputs[0]
        let winners = x .== restored(node.output, to: x.shape)
        let count = x.graph.tensor(Sum(axes: axes), [winners])
        return [winners * restored(node.cotangent / count, to: x.shape)]
    }

    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        groups(inputs[0]).map { group in
            group.contains(where: \.isNaN) ? .nan : group.max()!
        }
    }

    var lowering: Lowering {
        let operation = self
        return .instruction { inputs, _ in
            operation.template(
                inputs[0], rows: TK_MAX_ROWS, columns: TK_MAX_COLUMNS, middle: TK_MAX_MIDDLE)
        }
    }
}
