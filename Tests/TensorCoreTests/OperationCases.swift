import Numerics
import Testing

@testable import TensorCore

/// One operation (or small composition) with inputs on which it is smooth.
struct OperationCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// Shape and interval of each input.
    let inputs: [(shape: Shape, low: Double, high: Double)]
    /// Whether finite differences of finite differences make sense.
    var isTwiceDifferentiable = true
    let build: @Sendable ([Tensor]) -> Tensor

    var testDescription: String { name }

    init(
        _ name: String, _ inputs: [(Shape, Double, Double)], twice: Bool = true,
        _ build: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        self.name = name
        self.inputs = inputs.map { (shape: $0.0, low: $0.1, high: $0.2) }
        isTwiceDifferentiable = twice
        self.build = build
    }

    /// Every operation of the core, at shapes with and without ragged edges.
    static let all: [OperationCase] = basic + shapes + windows + selection

    private static let basic: [OperationCase] = [
        .init("add", [([3, 17], -2, 2), ([3, 17], -2, 2)]) { $0[0] + $0[1] },
        .init("add row", [([5, 17], -2, 2), ([17], -2, 2)]) { $0[0] + $0[1] },
        .init("add column", [([5, 17], -2, 2), ([5, 1], -2, 2)]) { $0[0] + $0[1] },
        .init("add scalar", [([5, 300], -2, 2), ([], -2, 2)]) { $0[0] + $0[1] },
        .init("add middle", [([3, 4, 5], -2, 2), ([4, 1], -2, 2)]) { $0[0] + $0[1] },
        .init("subtract", [([33], -2, 2), ([33], -2, 2)]) { $0[0] - $0[1] },
        .init("multiply", [([300], -2, 2), ([300], -2, 2)]) { $0[0] * $0[1] },
        .init("multiply column", [([7, 40], -2, 2), ([7, 1], -2, 2)]) { $0[0] * $0[1] },
        .init("divide", [([19], -2, 2), ([19], 0.5, 2)]) { $0[0] / $0[1] },
        .init("square", [([19], -2, 2)]) { $0[0].squared() },
        .init("negate", [([19], -2, 2)]) { -$0[0] },
        .init("absolute", [([19], 0.1, 2)]) { ($0[0] * -1).absolute() },
        .init("square root", [([19], 0.1, 2)]) { $0[0].squareRoot() },
        .init("exponential", [([37], -3, 3)]) { $0[0].exponential() },
        .init("logarithm", [([37], 0.1, 3)]) { $0[0].logarithm() },
        .init("hyperbolic tangent", [([37], -2, 2)]) { $0[0].hyperbolicTangent() },
        .init("error function", [([37], -2, 2)]) { $0[0].errorFunction() },
        .init("logarithm of one plus", [([37], -0.9, 3)]) { $0[0].logarithmOfOnePlus() },
        .init("sigmoid", [([37], -4, 4)]) { $0[0].sigmoid() },
        .init("sine", [([37], -7, 7)]) { $0[0].sine() },
        .init("cosine", [([37], -7, 7)]) { $0[0].cosine() },
        .init("power", [([5, 19], 0.2, 3), ([5, 1], -2, 3)]) { $0[0].power($0[1]) },
        .init("power of a constant exponent", [([37], 0.2, 3)]) { $0[0].power(-1.5) },
        .init("power of a negative base", [([37], -3, -0.2)]) { $0[0].power(3) + $0[0].power(-2) },
        .init("softplus", [([37], -4, 4)]) { $0[0].softplus() },
        .init("maximum", [([37], -2, 2), ([37], -2, 2)]) { maximum($0[0], $0[1]) },
        .init("minimum", [([37], -2, 2), ([37], -2, 2)]) { minimum($0[0], $0[1]) },
        .init("greater", [([37], -2, 2), ([37], -2, 2)]) { ($0[0] .> $0[1]) * $0[0] },
        .init("equal", [([37], -2, 2)]) { ($0[0] .== $0[0]) * $0[0] },
        .init("select", [([37], -2, 2), ([37], -2, 2)]) {
            select($0[0] .> $0[0].graph.scalar(0), $0[0], $0[1])
        },
        .init("flush", [([37], 0.5, 2)]) { $0[0].flushingSubnormals() },
        .init("sum", [([7, 45], -2, 2)]) { x in (x[0] * x[0]).sum() },
        .init("sum over last", [([7, 45], -2, 2)]) { x in (x[0] * x[0]).sumOverLastAxis() },
        .init("sum over first", [([45, 7], -2, 2)]) { x in
            x[0].graph.tensor(Sum(axes: 0..<1), [x[0] * x[0]])
        },
        .init("sum over first, wide", [([5, 37], -2, 2)]) { x in
            x[0].graph.tensor(Sum(axes: 0..<1), [x[0] * x[0]])
        },
        .init("maximum over last", [([7, 11], -2, 2)]) { x in x[0].maximumOverLastAxis() * x[0] },
        .init("maximum over first", [([11, 19], -2, 2)]) { x in
            x[0].graph.tensor(MaximumOver(axes: 0..<1), [x[0]]) * x[0]
        },
        .init("matmul NN", [([7, 19], -1, 1), ([19, 21], -1, 1)]) { matmul($0[0], $0[1]) },
        .init("matmul TN", [([19, 7], -1, 1), ([19, 21], -1, 1)]) { matmul($0[0], $0[1], transposeA: true) },
        .init("matmul NT", [([7, 19], -1, 1), ([21, 19], -1, 1)]) { matmul($0[0], $0[1], transposeB: true) },
        .init("matmul TT", [([19, 7], -1, 1), ([21, 19], -1, 1)]) {
            matmul($0[0], $0[1], transposeA: true, transposeB: true)
        },
        .init("matmul thin", [([1, 3], -1, 1), ([3, 1], -1, 1)]) { matmul($0[0], $0[1]) },
        .init("matmul wide", [([13, 5], -1, 1), ([5, 150], -1, 1)]) { matmul($0[0], $0[1]) },
        .init("transpose", [([19, 7], -1, 1)]) { $0[0].transposed() * $0[0].transposed() },
        .init("reshape", [([4, 6], -1, 1)]) { $0[0].reshaped([3, 8]) * $0[0].reshaped([3, 8]) },
        .init("slice", [([30], -1, 1)]) { x in
            x[0].slice(from: 3, [2, 4]) * x[0].slice(from: 11, [2, 4]) + x[0].slice(from: 20, [4])
        },
        .init("gather rows", [([5, 6], -1, 1)]) { x in
            let y = x[0].gatheringRows(x[0].graph.constant([4, 0, 4, 2], [4]))
            return y * y
        },
        .init("scatter rows", [([4, 6], -1, 1)]) { x in
            let y = x[0].scatteringRows(x[0].graph.constant([4, 0, 4, 2], [4]), into: 5)
            return y * y
        },
        .init("log softmax", [([6, 10], -3, 3)]) { $0[0].logSoftmax() },
        .init("norm", [([40], 0.1, 1)]) { $0[0].euclideanNorm() },
        .init("stop gradient", [([9], -1, 1)], twice: false) { $0[0] * $0[0] },
    ]
}
