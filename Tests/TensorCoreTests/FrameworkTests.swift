import Foundation
import Primitives
import Testing

@testable import TensorCore

/// Values and gradients of PyTorch and NumPy in double precision, from Tests/Reference/tensor_operations.json,
/// made by the script beside it.
struct FrameworkCase: Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [[Double]]
    let shapes: [Shape]
    let output: [Double]
    let outputShape: Shape
    let cotangent: [Double]
    let gradients: [[Double]]

    var testDescription: String { name }

    static let all: [FrameworkCase] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Reference/tensor_operations.json")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            case .array(let entries)? = try? JSONParser.parse(text)
        else { return [] }
        return entries.map { entry in
            FrameworkCase(
                name: entry["name"]!.text!, inputs: lists(entry["inputs"]!),
                shapes: lists(entry["shapes"]!).map { Shape($0.map { Int($0) }) },
                output: numbers(entry["output"]!),
                outputShape: Shape(numbers(entry["output_shape"]!).map { Int($0) }),
                cotangent: numbers(entry["cotangent"]!), gradients: lists(entry["gradients"]!))
        }
    }()

    private static func numbers(_ value: JSONValue) -> [Double] {
        guard case .array(let elements) = value else { return [] }
        return elements.map { $0.number! }
    }

    private static func lists(_ value: JSONValue) -> [[Double]] {
        guard case .array(let elements) = value else { return [] }
        return elements.map(numbers)
    }

    /// The same computation in the tensor core.
    func build(_ x: [Tensor]) -> Tensor {
        switch name {
        case "convolution valid": convolution(x[0], x[1])
        case "convolution same": convolution(x[0], x[1], padding: .same)
        case "convolution same strided": convolution(x[0], x[1], strides: [2, 2], padding: .same)
        case "convolution explicit dilated":
            convolution(
                x[0], x[1], strides: [1, 2], padding: .explicit(before: [2, 1], after: [2, 1]),
                dilations: [2, 1])
        case "convolution 1d":
            convolution(x[0], x[1], strides: [2], padding: .explicit(before: [1], after: [1]))
        case "maximum pool":
            maximumPool(
                x[0], window: [3, 3], strides: [2, 2], padding: .explicit(before: [1, 1], after: [1, 1]))
        case "maximum pool 1d": maximumPool(x[0], window: [3], strides: [1])
        case "average pool":
            averagePool(
                x[0], window: [3, 3], strides: [2, 2], padding: .explicit(before: [1, 1], after: [1, 1]))
        case "average pool valid": averagePool(x[0], window: [2, 3])
        case "global average pool": globalAveragePool(x[0])
        case "layer normalisation": layerNormalization(x[0], scale: x[1], shift: x[2], epsilon: 0.125)
        case "batch normalisation": batchNormalization(x[0], scale: x[1], shift: x[2], epsilon: 0.125).output
        case "batch normalisation given":
            batchNormalization(x[0], statistics: BatchStatistics(mean: x[1], variance: x[2]), epsilon: 0.125)
                .output
        case "root-mean-square normalisation":
            rootMeanSquareNormalization(x[0], scale: x[1], epsilon: 0.125)
        case "batched product": batchedMatmul(x[0], x[1])
        case "permutation": x[0].permuted([2, 0, 3, 1])
        default: x[0].quantileOverLastAxis(Double(name.split(separator: " ")[1])!)
        }
    }
}

@Suite("Agreement with frameworks", .recorded)
struct FrameworkTests {
    @Test("the reference file is there") func present() { #expect(FrameworkCase.all.count == 21) }

    @Test("values and gradients are those of PyTorch and NumPy", arguments: FrameworkCase.all)
    func agreement(_ framework: FrameworkCase) {
        let graph = Graph()
        let inputs = framework.shapes.enumerated().map { graph.data("input\($0)", $1) }
        let output = framework.build(inputs)
        #expect(output.shape == framework.outputShape)
        let cotangent = graph.constant(framework.cotangent.map { Float($0) }, output.shape)
        let gradients = gradient(of: (output * cotangent).sum(), withRespectTo: inputs)
        let actual = ReferenceExecutor.evaluate([output] + gradients, bound(framework.inputs))
        for (a, e) in zip(actual, [framework.output] + framework.gradients) {
            #expect(a.count == e.count)
            // The factors of interpolation are floats.
            for (x, y) in zip(a, e) { #expect(abs(x - y) <= 1e-7 * (1 + abs(y)), "\(framework.name)") }
        }
    }
}
