import Numerics
import Testing

@testable import TensorCore

/// Inputs drawn as floats, so that kernel and reference see the same numbers.
func drawInputs(_ specification: OperationCase, seed: Int = 1) -> [[Float]] {
    var stream = RandomStream(seed: seed, name: specification.name)
    return specification.inputs.map { input in
        (0..<input.shape.count).map { _ in Float(input.low + (input.high - input.low) * stream.uniform()) }
    }
}

func bound(_ values: [[Double]]) -> ReferenceContext {
    ReferenceContext(
        buffers: Dictionary(uniqueKeysWithValues: values.enumerated().map { (.data("input\($0)"), $1) }))
}

@Suite("Operations", .recorded)
struct OperationTests {
    @Test(
        "kernels agree with the Float64 reference to float rounding, with the same bits on every level",
        arguments: OperationCase.all)
    func kernelMatchesReference(_ operation: OperationCase) {
        let graph = Graph()
        let inputs = operation.inputs.enumerated().map { graph.data("input\($0)", $1.shape) }
        let output = operation.build(inputs)
        let values = drawInputs(operation)
        let expected = ReferenceExecutor.evaluate([output], bound(values.map { $0.map(Double.init) }))[0]
        var program = Program(graph: graph)
        program.assign(output, to: "output")
        let plan = Compiler.compile(program)
        var first: [UInt32]?
        for level in InstructionSet.allCases where level.isAvailable {
            var buffers: [BufferName: FloatBuffer] = [
                .state("output"): FloatBuffer(count: output.shape.count)
            ]
            for (index, value) in values.enumerated() { buffers[.data("input\(index)")] = FloatBuffer(value) }
            PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: level)
            let actual = buffers[.state("output")]!.values
            for (a, e) in zip(actual, expected) {
                #expect(abs(Double(a) - e) <= 1e-6 * (1 + abs(e)), "\(operation.name) on \(level)")
            }
            let bits = actual.map(\.bitPattern)
            if let first { #expect(bits == first, "\(operation.name): \(level) gives other bits") }
            first = bits
        }
    }

    @Test(
        "kernels of derivatives agree with the Float64 reference, with the same bits on every level",
        arguments: OperationCase.all)
    func gradientKernelMatchesReference(_ operation: OperationCase) {
        let graph = Graph()
        let inputs = operation.inputs.enumerated().map { graph.data("input\($0)", $1.shape) }
        let output = operation.build(inputs)
        var stream = RandomStream(seed: 4, name: "cotangent")
        let cotangent = (0..<output.shape.count).map { _ in Float(stream.integer(below: 17) - 8) / 8 }
        let gradients = gradient(
            of: (output * graph.constant(cotangent, output.shape)).sum(), withRespectTo: inputs)
        let values = drawInputs(operation)
        let expected = ReferenceExecutor.evaluate(gradients, bound(values.map { $0.map(Double.init) }))
        var program = Program(graph: graph)
        for (index, gradient) in gradients.enumerated() { program.assign(gradient, to: "gradient\(index)") }
        let plan = Compiler.compile(program)
        #expect(plan.description.contains("bytes of working memory"))
        var first: [[UInt32]]?
        for level in InstructionSet.allCases where level.isAvailable {
            var buffers: [BufferName: FloatBuffer] = [:]
            for (index, value) in values.enumerated() {
                buffers[.data("input\(index)")] = FloatBuffer(value)
                buffers[.state("gradient\(index)")] = FloatBuffer(count: value.count)
            }
            PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: level)
            let actual = gradients.indices.map { buffers[.state("gradient\($0)")]!.values }
            for (a, e) in zip(actual, expected) {
                let scale = 1 + (e.map(abs).max() ?? 0)
                for (x, y) in zip(a, e) {
                    #expect(abs(Double(x) - y) <= 4e-6 * scale, "\(operation.name) on \(level)")
                }
            }
            let bits = actual.map { $0.map(\.bitPattern) }
            if let first { #expect(bits == first, "\(operation.name): \(level) gives other bits") }
            first = bits
        }
    }

    @Test("first derivatives agree with central differences in Float64", arguments: OperationCase.all)
    func gradientMatchesDifferences(_ operation: OperationCase) {
        check(operation, order: 1)
    }

    @Test(
        "second derivatives agree with central differences in Float64",
        arguments: OperationCase.all.filter(\.isTwiceDifferentiable))
    func secondGradientMatchesDifferences(_ operation: OperationCase) {
        check(operation, order: 2)
    }

    /// Compares the symbolic derivative of a random linear functional of the output with differences of it.
    private func check(_ operation: OperationCase, order: Int) {
        let graph = Graph()
        let inputs = operation.inputs.enumerated().map { graph.data("input\($0)", $1.shape) }
        var stream = RandomStream(seed: 3, name: "direction")
        func functional(_ tensors: [Tensor]) -> Tensor {
            tensors.map { tensor in
                let weights = (0..<tensor.shape.count).map { _ in Float(stream.normal()) }
                return (tensor * graph.constant(weights, tensor.shape)).sum()
            }.reduce(graph.scalar(0)) { $0 + $1 }
        }
        var scalar = functional([operation.build(inputs)])
        if order == 2 { scalar = functional(gradient(of: scalar, withRespectTo: inputs)) }
        let gradients = gradient(of: scalar, withRespectTo: inputs)
        let values = drawInputs(operation, seed: 5).map { $0.map(Double.init) }
        let actual = ReferenceExecutor.evaluate(gradients, bound(values))
        let scale = actual.joined().map(abs).max() ?? 0
        for input in inputs.indices {
            for element in stride(from: 0, to: values[input].count, by: max(1, values[input].count / 12)) {
                let h = 1e-5
                func shifted(_ delta: Double) -> Double {
                    var moved = values
                    moved[input][element] += delta
                    return ReferenceExecutor.evaluate([scalar], bound(moved))[0][0]
                }
                let expected =
                    (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
                let error = abs(actual[input][element] - expected)
                #expect(
                    error <= 1e-6 * max(abs(expected), scale, 1e-3),
                    "\(operation.name) input \(input) element \(element)")
            }
        }
    }
}
