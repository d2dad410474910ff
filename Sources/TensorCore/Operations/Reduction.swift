import CTensorKernels

/// What sums and maxima over a run of neighbouring axes share.
protocol Reduction: Operation {
    /// The axes that are reduced; they are missing in the result.
    var axes: Range<Int> { get }
    init(axes: Range<Int>)
}

extension Reduction {
    func resultShape(_ inputs: [Shape]) -> Shape {
        precondition(
            !axes.isEmpty && axes.lowerBound >= 0 && axes.upperBound <= inputs[0].rank,
            "axes \(axes) of a tensor of rank \(inputs[0].rank)")
        let d = inputs[0].dimensions
        return Shape(Array(d[..<axes.lowerBound] + d[axes.upperBound...]))
    }

    /// The input as (outer, reduced, inner) extents; outer and inner are kept.
    func extents(_ shape: Shape) -> (outer: Int, reduced: Int, inner: Int) {
        let d = shape.dimensions
        return (
            d[..<axes.lowerBound].reduce(1, *), d[axes].reduce(1, *), d[axes.upperBound...].reduce(1, *)
        )
    }

    /// The elements that each result is made of, in order.
    func groups(_ input: ReferenceValue) -> [[Double]] {
        let (outer, reduced, inner) = extents(input.shape)
        return (0..<outer).flatMap { o in
            (0..<inner).map { i in
                (0..<reduced).map { r in input.elements[(o * reduced + r) * inner + i] }
            }
        }
    }

    /// The result repeated to the input's shape.
    func restored(_ result: Tensor, to shape: Shape) -> Tensor {
        var kept = shape.dimensions
        for axis in axes { kept[axis] = 1 }
        return result.reshaped(Shape(kept)).broadcast(to: shape)
    }

    /// The instruction for rows (nothing kept on the right), columns (nothing kept on the left) or both kept.
    func template(
        _ shape: Shape, rows: tk_opcode, columns: tk_opcode, middle: tk_opcode
    ) -> InstructionTemplate {
        let (outer, reduced, inner) = extents(shape)
        if inner == 1 { return InstructionTemplate(opcode: rows, dimensions: [outer, reduced]) }
        if outer == 1 { return InstructionTemplate(opcode: columns, dimensions: [reduced, inner]) }
        return InstructionTemplate(opcode: middle, dimensions: [outer, reduced, inner])
    }
}
