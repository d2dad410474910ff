// Operations along chosen axes. A negative axis counts from the last: -1 is the last.

extension Shape {
    /// `axis` counted from the first; traps where there is none.
    func resolved(_ axis: Int) -> Int {
        let resolved = axis < 0 ? rank + axis : axis
        precondition((0..<rank).contains(resolved), "no axis \(axis) in shape \(self)")
        return resolved
    }

    /// Different axes, ascending.
    func resolved(_ axes: [Int]) -> [Int] {
        let resolved = axes.map { self.resolved($0) }.sorted()
        precondition(Set(resolved).count == axes.count, "an axis is named twice: \(axes)")
        return resolved
    }

    /// How many elements lie outside and inside an axis.
    func extents(around axis: Int) -> (outer: Int, inner: Int) {
        (dimensions[..<axis].reduce(1, *), dimensions[(axis + 1)...].reduce(1, *))
    }
}

extension Tensor {
    /// The sum over `axes`, which are missing in the result or kept with extent 1.
    ///
    /// Runs of neighbouring axes are summed one after another, the last run first. Within a run element r goes
    /// to lane r mod 16; each lane adds in order, then the lanes are added by halves (docs/numerics.md).
    public func sum(over axes: [Int], keepingAxes: Bool = false) -> Tensor {
        reduced(over: axes, keepingAxes) { Sum(axes: $0) }
    }

    /// The mean over `axes`: their sum divided by how many elements it has.
    public func mean(over axes: [Int], keepingAxes: Bool = false) -> Tensor {
        let count = shape.resolved(axes).map { shape[$0] }.reduce(1, *)
        return sum(over: axes, keepingAxes: keepingAxes) / Float(count)
    }

    /// The maximum over `axes`, which are missing in the result or kept with extent 1; NaN where any is.
    ///
    /// Runs of neighbouring axes are taken one after another, the last run first; elements of a run that tie
    /// share its gradient evenly.
    public func maximum(over axes: [Int], keepingAxes: Bool = false) -> Tensor {
        reduced(over: axes, keepingAxes) { MaximumOver(axes: $0) }
    }

    private func reduced(
        over axes: [Int], _ keepingAxes: Bool, _ operation: (Range<Int>) -> some Operation
    ) -> Tensor {
        let axes = shape.resolved(axes)
        var result = self
        var end = axes.count
        while end > 0 {
            var start = end - 1
            while start > 0, axes[start - 1] == axes[start] - 1 { start -= 1 }
            result = graph.tensor(operation(axes[start]..<axes[end - 1] + 1), [result])
            end = start
        }
        guard keepingAxes else { return result }
        return result.reshaped(Shape(shape.dimensions.indices.map { axes.contains($0) ? 1 : shape[$0] }))
    }

    /// Axes in another order: axis i of the result is axis `order`[i] of this tensor.
    ///
    /// Where only axes of extent 1 move, no element does.
    public func permuted(_ order: [Int]) -> Tensor {
        let order = order.map { shape.resolved($0) }
        precondition(order.sorted() == Array(0..<shape.rank), "\(order) does not permute \(shape)")
        let moving = order.filter { shape[$0] > 1 }
        if moving == moving.sorted() { return reshaped(Shape(order.map { shape[$0] })) }
        if order == [1, 0] { return transposed() }
        if let first = operation as? Permute { return inputs[0].permuted(order.map { first.order[$0] }) }
        return graph.tensor(Permute(order: order), [self])
    }

    /// Two axes exchanged.
    public func swappingAxes(_ a: Int, _ b: Int) -> Tensor {
        var order = Array(0..<shape.rank)
        order.swapAt(shape.resolved(a), shape.resolved(b))
        return permuted(order)
    }

    /// Elements `start` ..< `start` + `count` along an axis.
    ///
    /// Along the outermost axis of extent above 1 it is the same memory, else a copy.
    public func slice(axis: Int, from start: Int, count: Int) -> Tensor {
        let axis = shape.resolved(axis)
        precondition(
            start >= 0 && count > 0 && start + count <= shape[axis],
            "elements \(start) ..< \(start + count) of axis \(axis) of \(shape)")
        if count == shape[axis] { return self }
        let (outer, inner) = shape.extents(around: axis)
        guard outer == 1 else {
            return graph.tensor(SliceRows(axis: axis, start: start, count: count), [self])
        }
        var d = shape.dimensions
        d[axis] = count
        return reshaped([shape.count]).slice(from: start * inner, Shape(d))
    }

    /// Zeros before and after along an axis.
    public func padded(axis: Int, before: Int, after: Int) -> Tensor {
        let axis = shape.resolved(axis)
        precondition(before >= 0 && after >= 0, "cannot pad by a negative count")
        if before + after == 0 { return self }
        let (outer, inner) = shape.extents(around: axis)
        guard outer == 1 else {
            return graph.tensor(PadRows(axis: axis, before: before, after: after), [self])
        }
        var d = shape.dimensions
        d[axis] += before + after
        let result = Shape(d)
        return graph.tensor(Assemble(count: result.count, offsets: [before * inner]), [self])
            .reshaped(result)
    }
}

/// Tensors one after the other along an axis; their other extents are equal.
///
/// Along the outermost axis each part is computed in its place where possible; elsewhere the parts are copied
/// pair by pair.
public func concatenate(_ tensors: [Tensor], axis: Int) -> Tensor {
    precondition(!tensors.isEmpty, "nothing to concatenate")
    let axis = tensors[0].shape.resolved(axis)
    func others(_ tensor: Tensor) -> [Int] {
        var d = tensor.shape.dimensions
        d[axis] = 1
        return d
    }
    precondition(
        tensors.allSatisfy { $0.shape.rank > axis && others($0) == others(tensors[0]) },
        "shapes \(tensors.map(\.shape)) do not concatenate along axis \(axis)")
    if tensors.count == 1 { return tensors[0] }
    if tensors[0].shape.extents(around: axis).outer == 1 {
        var d = others(tensors[0])
        d[axis] = tensors.map { $0.shape[axis] }.reduce(0, +)
        var offsets: [Int] = []
        var end = 0
        for tensor in tensors {
            offsets.append(end)
            end += tensor.shape.count
        }
        return tensors[0].graph.tensor(Assemble(count: end, offsets: offsets), tensors).reshaped(Shape(d))
    }
    // Halves of halves: every element is copied as often as there are levels.
    let half = tensors.count / 2
    let parts = [tensors[..<half], tensors[half...]].map { concatenate(Array($0), axis: axis) }
    return tensors[0].graph.tensor(ConcatenateRows(axis: axis), parts)
}

/// a[i] · b[i] for every matrix i of a batch: [batch, m, k] times [batch, k, n].
///
/// A transposed operand is given as it is stored. Where one side is the same for the whole batch, reshape and
/// use `matmul`.
public func batchedMatmul(
    _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
) -> Tensor {
    a.graph.tensor(BatchedMatrixProduct(transposeA: transposeA, transposeB: transposeB), [a, b])
}
