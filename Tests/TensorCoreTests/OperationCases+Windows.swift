@testable import TensorCore

extension OperationCase {
    /// Convolution and pooling.
    static let windows: [OperationCase] = [
        .init("convolution", [([2, 5, 6, 3], -1, 1), ([3, 2, 3, 5], -1, 1)]) { convolution($0[0], $0[1]) },
        .init("convolution, same", [([2, 5, 4, 3], -1, 1), ([3, 3, 3, 4], -1, 1)]) {
            convolution($0[0], $0[1], padding: .same)
        },
        .init("convolution, many channels", [([1, 4, 5, 17], -1, 1), ([2, 3, 17, 19], -1, 1)]) {
            convolution($0[0], $0[1], padding: .same)
        },
        .init("convolution, strided", [([2, 7, 8, 1], -1, 1), ([3, 3, 1, 2], -1, 1)]) {
            convolution($0[0], $0[1], strides: [2, 3], padding: .same)
        },
        .init("convolution, dilated", [([1, 9, 8, 2], -1, 1), ([3, 2, 2, 3], -1, 1)]) {
            convolution($0[0], $0[1], strides: [1, 2], padding: .same, dilations: [2, 3])
        },
        .init("convolution, explicit padding", [([1, 3, 4, 2], -1, 1), ([2, 3, 2, 3], -1, 1)]) {
            convolution($0[0], $0[1], padding: .explicit(before: [2, 0], after: [0, 4]))
        },
        .init("convolution, one position", [([2, 3, 4, 5], -1, 1), ([1, 1, 5, 3], -1, 1)]) {
            convolution($0[0], $0[1])
        },
        .init("convolution, one position, strided", [([2, 5, 4, 3], -1, 1), ([1, 1, 3, 3], -1, 1)]) {
            convolution($0[0], $0[1], strides: [2, 2])
        },
        .init("convolution along a length", [([2, 11, 3], -1, 1), ([4, 3, 5], -1, 1)]) {
            convolution($0[0], $0[1], strides: [2], padding: .same)
        },
        .init("convolution, larger", [([1, 17, 19, 1], -1, 1), ([5, 5, 1, 3], -0.2, 0.2)]) {
            convolution($0[0], $0[1], padding: .same)
        },
        .init("two convolutions", [([1, 5, 5, 1], -1, 1), ([3, 3, 1, 2], -1, 1), ([2, 2, 2, 2], -1, 1)]) {
            convolution(convolution($0[0], $0[1]).hyperbolicTangent(), $0[2])
        },
        .init("fold patches", [([1, 3, 3, 2, 2, 17], -1, 1)]) { x in
            let window = Window(
                over: [1, 4, 4, 17], kernel: [2, 2], strides: [1, 1], padding: .valid, dilations: [1, 1])
            return x[0].graph.tensor(FoldPatches(window: window), [x[0]]).squared()
        },
        .init("maximum pool", [([2, 4, 6, 3], -2, 2)]) { maximumPool($0[0], window: [2, 2]).squared() },
        .init("maximum pool, overlapping", [([2, 5, 5, 17], -2, 2)]) {
            maximumPool($0[0], window: [3, 3], strides: [2, 2], padding: .same).squared()
        },
        .init("maximum pool, negative under padding", [([1, 3, 3, 1], -2, -1)]) {
            maximumPool($0[0], window: [2, 2], strides: [1, 1], padding: .same).squared()
        },
        .init("maximum pool along a length", [([2, 9, 5], -2, 2)]) {
            maximumPool($0[0], window: [3], strides: [2]).squared()
        },
        .init("average pool", [([2, 4, 6, 3], -2, 2)]) { averagePool($0[0].squared(), window: [2, 3]) },
        .init("average pool, overlapping", [([2, 5, 5, 17], -2, 2)]) {
            averagePool($0[0], window: [3, 3], strides: [2, 2], padding: .same).squared()
        },
        .init("average pool along a length", [([2, 9, 5], -2, 2)]) {
            averagePool($0[0], window: [4], strides: [1]).squared()
        },
        .init("adjoint of an average pool", [([2, 5, 5, 17], -2, 2)]) { x in
            let pool = averagePool(x[0], window: [3, 3], strides: [2, 2], padding: .same)
            return gradient(of: (pool.squared() * pool).sum(), withRespectTo: [x[0]])[0]
        },
        .init("global average pool", [([3, 4, 5, 6], -2, 2)]) { globalAveragePool($0[0].squared()) },
        .init("global maximum pool", [([3, 7, 6], -2, 2)]) { globalMaximumPool($0[0]).squared() },
    ]
}
