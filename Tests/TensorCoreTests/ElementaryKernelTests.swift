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
        .init(name: "log1p", build: { $0.logarithmOfOnePlus() }, reference: { log1p($0) }, ulps: 1.2),
        .init(
            name: "sigmoid", build: { $0.sigmoid() },
            reference: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }, ulps: 1.6),
        .init(name: "sin", build: { $0.sine() }, reference: { sin($0) }, ulps: 0.51),
        .init(name: "cos", build: { $0.cosine() }, reference: { cos($0) }, ulps: 0.51),
        .init(name: "sqrt", build: { $0.squareRoot() }, reference: { $0.squareRoot() }, ulps: 0.5),
        .init(name: "cube", build: { $0.power(3) }, reference: { pow($0, 3) }, ulps: 0.51),
        .init(
            name: "x^-0.7", build: { $0.power(-0.7) }, reference: { pow($0, Double(-0.7 as Float)) },
            ulps: 0.51),
        .init(name: "3^x", build: { $0.graph.scalar(3).power($0) }, reference: { pow(3, $0) }, ulps: 0.51),
        .init(name: "-2^x", build: { $0.graph.scalar(-2).power($0) }, reference: { pow(-2, $0) }, ulps: 0.51),
    ]

    @Test("within two units in the last place, with the same bits on every level", arguments: functions)
    func accuracy(_ function: Function) {
        let count = 1 << 17
        // An odd stride visits every exponent, both signs, infinities' neighbours and subnormals.
        let arguments = (0..<count).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 &* 32749)) }
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
                if rounded.isNaN {
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

    /// The values of `build` on every level; all levels must give the same bits.
    private func values(_ inputs: [[Float]], _ build: ([Tensor]) -> Tensor) -> [Float] {
        let graph = Graph()
        var program = Program(graph: graph)
        program.assign(build(inputs.indices.map { graph.data("x\($0)", [inputs[$0].count]) }), to: "y")
        let plan = Compiler.compile(program)
        var results: [[Float]] = []
        for level in InstructionSet.allCases where level.isAvailable {
            let output = FloatBuffer(count: inputs[0].count)
            var buffers: [BufferName: FloatBuffer] = [.state("y"): output]
            for (index, input) in inputs.enumerated() { buffers[.data("x\(index)")] = FloatBuffer(input) }
            PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: level)
            results.append(output.values)
        }
        for other in results.dropFirst() {
            for (a, b) in zip(results[0], other) {
                #expect(a.bitPattern == b.bitPattern || a.isNaN && b.isNaN)
            }
        }
        return results[0]
    }

    @Test("odd functions, log1p and sqrt keep the sign of zero") func signedZeros() {
        let builds: [(Tensor) -> Tensor] = [
            { $0.hyperbolicTangent() }, { $0.errorFunction() }, { $0.sine() }, { $0.logarithmOfOnePlus() },
            { $0.squareRoot() },
        ]
        for build in builds {
            #expect(values([[0, -0.0]]) { build($0[0]) }.map(\.bitPattern) == [0, 0x8000_0000])
        }
    }

    @Test("x^y of all pairs of special and ordinary numbers is as C says") func powerSpecialCases() {
        let numbers: [Float] = [
            0, 0.5, 1, 1.5, 2, 2.5, 3, 0x1p-149, 0x1p-126, 0x1p23 + 1, 0x1p24 - 1, 0x1p24, 0x1p25, 0x1p64,
            .greatestFiniteMagnitude, .infinity, .nan, Float(1).nextUp, Float(1).nextDown, 1e-30, 100, 101,
            7e8,
        ].flatMap { [$0, -$0] }
        let pairs = numbers.flatMap { x in numbers.map { y in (x, y) } }
        let results = values([pairs.map(\.0), pairs.map(\.1)]) { $0[0].power($0[1]) }
        for ((x, y), result) in zip(pairs, results) {
            let exact = pow(Double(x), Double(y))
            let rounded = Float(exact)
            if rounded.isNaN || rounded == 0 || rounded.isInfinite || abs(x) == 1 || y == 0 {
                #expect(
                    rounded.isNaN && result.isNaN || rounded.bitPattern == result.bitPattern,
                    "\(x)^\(y) is \(result)")
            } else {
                #expect(abs(Double(result) - exact) <= 0.51 * Double(rounded.ulp), "\(x)^\(y) is \(result)")
            }
        }
    }

    @Test("sin and cos of one element do not depend on its neighbours") func neighbours() {
        // The largest arguments take another way through the kernel than the others.
        let small: [Float] = (0..<32).map { 0.37 * Float($0) - 5 }
        var mixed = small
        mixed[3] = 0x1.6ac5b2p+120
        mixed[20] = .infinity
        for build in [{ (x: Tensor) in x.sine() }, { $0.cosine() }] {
            let alone = values([small]) { build($0[0]) }
            let among = values([mixed]) { build($0[0]) }
            for i in small.indices where i != 3 && i != 20 { #expect(alone[i] == among[i]) }
            #expect(among[20].isNaN)
        }
        // mpmath: sin and cos of 0x1.6ac5b2p+120.
        #expect(values([[0x1.6ac5b2p+120]]) { $0[0].sine() } == [-0x1.8731080000000p-2])
        #expect(values([[0x1.6ac5b2p+120]]) { $0[0].cosine() } == [0x1.d92a900000000p-1])
    }

    @Test("derivatives of x^y are finite where they exist") func powerDerivatives() {
        func derivative(_ x: [Float], _ y: [Float], _ variable: Int) -> [Float] {
            values([x, y]) { gradient(of: $0[0].power($0[1]).sum(), withRespectTo: $0)[variable] }
        }
        // y x^(y-1) at 0: of x^0, x^1, x^2, x^3 and of 0^-1, which has none.
        #expect(derivative([0, 0, 0, -0.0], [0, 1, 2, 3], 0) == [0, 1, 0, 0])
        #expect(derivative([0], [-1], 0)[0].isInfinite)
        #expect(derivative([-2, -2, 3], [0, 3, 2], 0) == [0, 12, 6])
        // x^y ln x at 0 and 1.
        #expect(derivative([0, 0, 1, 1], [0, 2, 0, 5], 1) == [0, 0, 0, 0])
        #expect(derivative([-2], [2], 1)[0].isNaN)
        for exponent: Float in [0, 1, 2, 3] {
            let slope = values([[0]]) { gradient(of: $0[0].power(exponent).sum(), withRespectTo: $0)[0] }
            #expect(slope == [exponent == 1 ? 1 : 0])
        }
        // The mixed derivative of x^y at y = 0 is 1/x.
        let mixed = values([[4], [0]]) { x in
            gradient(
                of: gradient(of: x[0].power(x[1]).sum(), withRespectTo: [x[0]])[0].sum(),
                withRespectTo: [x[1]])[0]
        }
        #expect(mixed == [0.25])
    }

    @Test("softplus and its derivative at 0, far out and at the ends") func softplusEdges() {
        let x: [Float] = [0, -0.0, -50, 50, -100, 200, .infinity, -.infinity]
        let value = values([x]) { $0[0].softplus() }
        let slope = values([x]) { gradient(of: $0[0].softplus().sum(), withRespectTo: $0)[0] }
        for i in 0..<6 {
            let exact = log1p(exp(-abs(Double(x[i])))) + max(Double(x[i]), 0)
            // e^-100 is subnormal in float and flushed.
            #expect(abs(Double(value[i]) - exact) <= 2 * Double(Float(exact).ulp) + 0x1p-126, "\(x[i])")
            #expect(abs(Double(slope[i]) - 1 / (1 + exp(-Double(x[i])))) <= 1e-7, "\(x[i])")
        }
        #expect(Array(value[6...]) == [.infinity, 0])
        #expect(Array(slope[6...]) == [1, 0])
    }
}
