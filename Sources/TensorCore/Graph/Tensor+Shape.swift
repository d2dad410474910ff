extension Tensor {
    /// The same elements in another shape of equal count.
    public func reshaped(_ newShape: Shape) -> Tensor {
        if newShape == shape { return self }
        if operation is Reshape { return inputs[0].reshaped(newShape) }
        return graph.tensor(Reshape(to: newShape), [self])
    }

    /// Repeated along the axes where its extent is 1 (or missing, on the left).
    ///
    /// Where the axes that are not repeated are neighbours (64 → 32x64, 32x1 → 32x64, 1x8x1 → 4x8x9), fused
    /// programs read the source in place. Otherwise (32x1x64 → 32x9x64) what lies between them is repeated in
    /// memory first.
    public func broadcast(to newShape: Shape) -> Tensor {
        if newShape == shape { return self }
        if newShape.count == shape.count { return reshaped(newShape) }
        if operation is Broadcast { return inputs[0].broadcast(to: newShape) }
        precondition(shape.broadcast(with: newShape) == newShape, "cannot broadcast \(shape) to \(newShape)")
        // The last run of repeated axes that lies between kept ones.
        let padded = Array(repeating: 1, count: newShape.rank - shape.rank) + shape.dimensions
        let kept = padded.indices.filter { padded[$0] > 1 }
        if let first = kept.first, let last = kept.last,
            let end = (first..<last).last(where: { padded[$0] != newShape[$0] })
        {
            let start = padded[..<end].lastIndex { $0 > 1 }! + 1
            let axes = start..<end + 1
            return graph.tensor(
                Repeat(axes: axes, times: Array(newShape.dimensions[axes])), [reshaped(Shape(padded))]
            ).broadcast(to: newShape)
        }
        return graph.tensor(Broadcast(to: newShape), [self])
    }

    /// Elements `offset` ..< `offset` + count of a vector, in the given shape.
    public func slice(from offset: Int, _ newShape: Shape) -> Tensor {
        precondition(shape.rank == 1, "only a vector can be sliced")
        if offset == 0, newShape.count == shape.count { return reshaped(newShape) }
        if let assembly = operation as? Assemble,
            let part = assembly.offsets.firstIndex(of: offset), inputs[part].shape.count == newShape.count
        {
            return inputs[part].reshaped(newShape)
        }
        return graph.tensor(Slice(offset: offset, count: newShape.count), [self]).reshaped(newShape)
    }

    /// Rows and columns exchanged.
    public func transposed() -> Tensor {
        if operation is Transpose { return inputs[0] }
        return graph.tensor(Transpose(), [self])
    }

    /// The rows named by `index` (whole numbers as floats, below 2^24), in that order: an embedding lookup.
    ///
    /// A row is all that an index of the outermost axis leaves; the result has the shape of `index`, then that of
    /// a row. Where an index names no row, the nearest one is read. The gradient adds what meets in one row in the
    /// order of `index`.
    public func gatheringRows(_ index: Tensor) -> Tensor {
        let rows = graph.tensor(
            GatherRows(),
            [reshaped([shape[0], shape.count / shape[0]]), index.reshaped([index.shape.count])])
        return rows.reshaped(Shape(index.shape.dimensions + shape.dimensions.dropFirst()))
    }

    /// `rows` rows, zero but for each row of this tensor added where `index` says, in the order of `index`.
    ///
    /// The shape begins with that of `index`; the rest is the shape of a row. Where an index names no row, the
    /// nearest one is added to.
    public func scatteringRows(_ index: Tensor, into rows: Int) -> Tensor {
        let row = shape.dimensions.dropFirst(index.shape.rank)
        precondition(
            Array(shape.dimensions.prefix(index.shape.rank)) == index.shape.dimensions,
            "a row for every index: \(shape) for indices of shape \(index.shape)")
        let flat = reshaped([index.shape.count, row.reduce(1, *)])
        return graph.tensor(ScatterAddRows(rows: rows), [flat, index.reshaped([index.shape.count])])
            .reshaped(Shape([rows] + row))
    }
}
