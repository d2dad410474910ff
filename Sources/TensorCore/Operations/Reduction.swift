/// What sums and maxima over leading and trailing axes share.
protocol Reduction: Operation {
    /// How many axes on the left are reduced.
    var leading: Int { get }
    /// How many axes on the right are reduced.
    var trailing: Int { get }
    init(leading: Int, trailing: Int)
}

extension Reduction {
    func resultShape(_ inputs: [Shape]) -> Shape {
        let rank = inputs[0].rank
        precondition(leading + trailing <= rank, "more axes reduced than there are")
        precondition(
            leading == 0 || trailing == 0 || leading + trailing < rank, "reduce all axes as leading ones")
        return Shape(Array(inputs[0].dimensions[leading..<rank - trailing]))
    }

    /// The input as (outer, kept, inner) extents; outer and inner are reduced.
    func extents(_ shape: Shape) -> (outer: Int, kept: Int, inner: Int) {
        let d = shape.dimensions
        return (
            d[..<leading].reduce(1, *), d[leading..<shape.rank - trailing].reduce(1, *),
            d[(shape.rank - trailing)...].reduce(1, *)
        )
    }

    /// The elements that each result is made of, in order.
    func groups(_ input: ReferenceValue) -> [[Double]] {
        let (outer, kept, inner) = extents(input.shape)
        return (0..<kept).map { k in
            (0..<outer).flatMap { o in (0..<inner).map { i in input.elements[(o * kept + k) * inner + i] } }
        }
    }

    /// The result repeated to the input's shape.
    func restored(_ result: Tensor, to shape: Shape) -> Tensor {
        let kept = shape.dimensions[leading..<shape.rank - trailing]
        return result.reshaped(Shape(Array(kept) + Array(repeating: 1, count: trailing))).broadcast(to: shape)
    }
}
