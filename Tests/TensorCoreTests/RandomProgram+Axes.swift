import Numerics

@testable import TensorCore

extension RandomProgram {
    /// An operation along axes, on some tensor of the pool seen with three axes, seen again with two or one.
    mutating func onThreeAxes() -> Tensor? {
        guard let source = any({ $0.shape.count > 1 }) else { return nil }
        let count = source.shape.count
        let extents = (1...count).filter { count % $0 == 0 }
        let first = pick(extents)!
        let second = pick(extents.filter { (count / first) % $0 == 0 })!
        let x = source.reshaped([first, second, count / first / second])
        let axis = stream.integer(below: 3)
        let result: Tensor
        switch stream.integer(below: 16) {
        case 0: result = x.permuted(pick([[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])!)
        case 1: result = x.sum(over: [axis])
        case 2: result = x.sum(over: [0, 2], keepingAxes: true)
        case 3: result = x.maximum(over: [axis])
        case 4:
            let start = stream.integer(below: x.shape[axis])
            result = x.slice(
                axis: axis, from: start, count: 1 + stream.integer(below: x.shape[axis] - start))
        case 5:
            result = x.padded(axis: axis, before: stream.integer(below: 3), after: stream.integer(below: 3))
        case 6: result = concatenate(flip() ? [x, x] : [x, -x, x + 1], axis: axis)
        case 7: result = x.sum(over: [axis], keepingAxes: true).broadcast(to: x.shape)
        case 8: result = batchedMatmul(x, x, transposeA: axis == 0, transposeB: axis != 0)
        case 9:
            let window = Window(
                over: x.shape, kernel: [1 + stream.integer(below: 3)],
                strides: [1 + stream.integer(below: 2)],
                padding: .same, dilations: [1 + stream.integer(below: 2)])
            let patches = graph.tensor(ExtractPatches(window: window), [x.reshaped(window.input)])
            result = flip() ? patches : graph.tensor(FoldPatches(window: window), [patches * 2])
        case 10: result = maximumPool(x, window: [2], strides: [1 + stream.integer(below: 2)], padding: .same)
        case 11:
            // Some of the indices name no row.
            result = x.gatheringRows(graph.constant([2, 0, 1, -1], [2, 2]) * Float(x.shape[0] - 1))
        case 12:
            let index = any { $0.shape.count == x.shape[0] }
            guard let index else { return nil }
            result = x.scatteringRows(index.reshaped([x.shape[0]]), into: 1 + stream.integer(below: 5))
        case 13: result = x.orderStatisticOverLastAxis(graph.scalar(Float(stream.integer(below: 4))))
        case 14:
            let pooled = maximumPool(x, window: [2], strides: [1], padding: .same)
            result = gradient(of: (pooled * pooled).sum(), withRespectTo: [x])[0]
        default:
            result = averagePool(x, window: [1 + stream.integer(below: 2)], padding: .same)
        }
        guard result.shape.count <= 1500 else { return nil }
        return pick(shapes.filter { $0.count == result.shape.count }).map { result.reshaped($0) }
            ?? result.sum()
    }
}
