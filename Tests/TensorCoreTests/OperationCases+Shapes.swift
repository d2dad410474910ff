@testable import TensorCore

extension OperationCase {
    /// Sums, permutations, parts and repetitions along any axes.
    static let shapes: [OperationCase] = [
        .init("sum over middle", [([3, 7, 5], -2, 2)]) { $0[0].squared().sum(over: [1]) },
        .init("sum over middle, wide", [([2, 19, 37], -2, 2)]) { $0[0].squared().sum(over: [1]) },
        .init("sum over middle, long", [([2, 257, 3], -2, 2)]) { $0[0].squared().sum(over: [1]) },
        .init("sum over outer and inner", [([3, 5, 17], -2, 2)]) {
            $0[0].squared().sum(over: [0, -1], keepingAxes: true) * $0[0]
        },
        .init("sum over three runs", [([3, 2, 5, 2, 7], -2, 2)]) {
            $0[0].squared().sum(over: [4, 0, 2])
        },
        .init("sum over all", [([3, 2, 5], -2, 2)]) { $0[0].squared().sum(over: [2, 1, 0]) },
        .init("mean over neighbours", [([3, 4, 5, 6], -2, 2)]) { $0[0].squared().mean(over: [1, 2]) },
        .init("mean over one", [([1, 4, 1], -2, 2)]) { $0[0].squared().mean(over: [0, 2]) },
        .init("maximum over middle", [([3, 5, 7], -2, 2)]) {
            $0[0].maximum(over: [1], keepingAxes: true) * $0[0]
        },
        .init("maximum over outer and inner", [([3, 5, 17], -2, 2)]) {
            $0[0].maximum(over: [0, 2], keepingAxes: true) * $0[0]
        },
        .init("maximum over middle, wide", [([2, 3, 33], -2, 2)]) { $0[0].maximum(over: [1]).squared() },
        .init("broadcast with a gap", [([3, 1, 5], -2, 2), ([3, 4, 5], -2, 2)]) { $0[0] * $0[1] },
        .init("broadcast with gaps", [([3, 1, 5, 1, 2], -2, 2), ([2, 3, 4, 5, 3, 2], -2, 2)]) {
            $0[0] * $0[1]
        },
        .init("broadcast with gap and ends", [([2, 1, 17, 1], -2, 2), ([2, 2, 3, 17, 5], -2, 2)]) {
            $0[0] * $0[1]
        },
        .init("outer product by broadcast", [([7, 1], -2, 2), ([1, 19], -2, 2)]) { $0[0] * $0[1] },
        .init("permute three", [([3, 5, 7], -1, 1)]) { $0[0].permuted([2, 0, 1]).squared() },
        .init("permute, batch of transpositions", [([2, 37, 19], -1, 1)]) {
            $0[0].swappingAxes(1, 2).squared()
        },
        .init("permute, whole blocks", [([2, 32, 3, 16], -1, 1)]) {
            $0[0].permuted([0, 3, 2, 1]).squared()
        },
        .init("permute, long", [([257, 3, 19], -1, 1)]) { $0[0].permuted([2, 1, 0]).squared() },
        .init("permute, runs kept", [([3, 4, 17], -1, 1)]) { $0[0].permuted([1, 0, 2]).squared() },
        .init("permute, neighbours stay", [([3, 4, 5, 6], -1, 1)]) {
            $0[0].permuted([2, 3, 0, 1]).squared()
        },
        .init("permute five", [([2, 3, 4, 5, 3], -1, 1)]) { $0[0].permuted([4, 2, 0, 3, 1]).squared() },
        .init("permute twice", [([2, 3, 5], -1, 1)]) {
            $0[0].permuted([1, 2, 0]).permuted([0, 2, 1]).squared()
        },
        .init("permute extents of one", [([1, 3, 1, 5], -1, 1)]) { $0[0].permuted([1, 0, 3, 2]).squared() },
        .init("slice last axis", [([3, 40], -1, 1)]) { $0[0].slice(axis: -1, from: 5, count: 19).squared() },
        .init("slice middle axis", [([3, 7, 5], -1, 1)]) {
            $0[0].slice(axis: 1, from: 2, count: 3).squared()
        },
        .init("slice first axis", [([7, 5], -1, 1)]) { $0[0].slice(axis: 0, from: 2, count: 3).squared() },
        .init("pad last axis", [([3, 17], -1, 1)]) { x in
            let y = x[0].squared().padded(axis: -1, before: 2, after: 3)
            return y * y
        },
        .init("pad middle axis", [([2, 3, 5], -1, 1)]) {
            $0[0].squared().padded(axis: 1, before: 0, after: 20).squared()
        },
        .init("pad first axis", [([3, 5], -1, 1)]) {
            $0[0].squared().padded(axis: 0, before: 2, after: 1).squared()
        },
        .init("concatenate first axis", [([3, 5], -1, 1), ([2, 5], -1, 1), ([1, 5], -1, 1)]) {
            concatenate([$0[0] * 2, $0[1], $0[0], $0[2]], axis: 0).squared()
        },
        .init("concatenate last axis", [([3, 17], -1, 1), ([3, 1], -1, 1), ([3, 2], -1, 1)]) {
            concatenate([$0[0], $0[1].squared(), $0[2]], axis: -1).squared()
        },
        .init("concatenate middle axis", [([2, 3, 5], -1, 1), ([2, 4, 5], -1, 1)]) {
            concatenate([$0[0], $0[1], $0[0]], axis: 1).squared()
        },
        .init("batched matmul NN", [([3, 5, 7], -1, 1), ([3, 7, 4], -1, 1)]) { batchedMatmul($0[0], $0[1]) },
        .init("batched matmul TN", [([3, 7, 5], -1, 1), ([3, 7, 19], -1, 1)]) {
            batchedMatmul($0[0], $0[1], transposeA: true)
        },
        .init("batched matmul NT", [([2, 5, 7], -1, 1), ([2, 17, 7], -1, 1)]) {
            batchedMatmul($0[0], $0[1], transposeB: true)
        },
        .init("batched matmul TT", [([2, 7, 5], -1, 1), ([2, 3, 7], -1, 1)]) {
            batchedMatmul($0[0], $0[1], transposeA: true, transposeB: true)
        },
    ]
}
