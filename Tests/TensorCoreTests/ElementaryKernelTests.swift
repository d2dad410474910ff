import Numerics
import Testing

@testable import TensorCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The float functions over a stride through all floats, against double precision.
@Suite("Elementary kernels", .recorded)
struct ElementaryKernelTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let name: String
        let build: @Sendable (Tensor) -> Tensor
        let reference: @Sendable (Double) -> Double
        let ulps: Double
        var testDescription: String { name }
    }

    static let functions: [Function] = [
        .init(name: "exp", build: { $0.exponential() }, reference: { exp($0) }, ulps: 1.5),
        .init(name: "log", build: { $0.logarithm() }, reference: { log($0) }, ulps: 1.5),
        .init(name: "tanh", build: { $0.hyperbolicTangent() }, reference: { tanh($0) }, ulps: 2),
        .init(name: "erf", build: { $0.errorFunction() }, reference: { erf($0) }, ulps: 2),
    ]

    @Test("within two units in the last place, with the same bits on every level", arguments: functions)
    func accuracy(_ function: Function) {
        let count = 1 << 19
        // An odd stride visits every exponent, both signs, infinities' neighbours and subnormals.
        let arguments = (0..<count).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 &* 8191)) }
        let graph = Graph()
        var program = Program(graph: graph)
        program.assign(function.build(graph.data("x", [count])), to: "y")
        let plan = Compiler.compile(program)
        var first: [UInt32]?
        for level in InstructionSet.allCases where level.isAvailable {
            let output = FloatBuffer(count: count)
            PlanExecution(plan, seed: 0).run(
                [.data("x"): FloatBuffer(arguments), .state("y"): output], first: 0, count: 1, on: level)
            let bits = output.values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
            if let first {
                #expect(first == bits, "\(level) gives other bits")
                continue
            }
            first = bits
            var worst = 0.0
            for (x, y) in zip(arguments, output.values) {
                let exact = function.reference(Double(x))
                let rounded = Float(exact)
                if rounded.isNaN || x.isNaN {
                    #expect(y.isNaN)
                } else if abs(exact) < 0x1p-126 {
                    // Subnormal results may be flushed.
                    #expect(
                        y == 0 || y == rounded || abs(Double(y) - exact) <= 0x1p-148, "\(function.name)(\(x))"
                    )
                } else if rounded.isInfinite || y.isInfinite {
                    #expect(rounded == y, "\(function.name)(\(x)) is \(y)")
                } else {
                    worst = max(worst, abs(Double(y) - exact) / Double(rounded.ulp))
                }
            }
            #expect(worst <= function.ulps, "\(function.name): \(worst) ulp")
        }
    }

    @Test("odd functions keep the sign of zero") func signedZeros() {
        for build in [{ (x: Tensor) in x.hyperbolicTangent() }, { $0.errorFunction() }] {
            let graph = Graph()
            var program = Program(graph: graph)
            program.assign(build(graph.data("x", [2])), to: "y")
            let output = FloatBuffer(count: 2)
            PlanExecution(Compiler.compile(program), seed: 0).run(
                [.data("x"): FloatBuffer([0, -0.0]), .state("y"): output], first: 0, count: 1, on: .best)
            #expect(output.values.map(\.bitPattern) == [0, 0x8000_0000])
        }
    }
}
