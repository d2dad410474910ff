import CTensorKernels
import Numerics
import Testing

@testable import TensorCore

@Suite("Floating-point environment")
struct EnvironmentTests {
    /// Runs `body` with rounding towards zero and subnormal numbers flushed.
    private func carelessly<Result>(_ body: () -> Result) -> Result {
        let before = tk_exchange_environment(tk_careless_environment())
        defer { _ = tk_exchange_environment(before) }
        return body()
    }

    /// Neither folded nor moved: the environment is not known to the compiler.
    @inline(never)
    private func sum(_ a: Float, _ b: Float) -> Float { a + b }

    @Test("the careless environment does change results: the tests below test something")
    func carelessArithmetic() {
        #expect(sum(1, 0x1.8p-24) == 1 + 0x1p-23)
        #expect(sum(0x1p-149, 0x1p-149) == 0x1p-148)
        #expect(carelessly { sum(1, 0x1.8p-24) } == 1)
        #expect(carelessly { sum(0x1p-149, 0x1p-149).bitPattern } == 0)
    }

    @Test("a plan gives the same bits in any environment, on every level, and leaves it as it was")
    func plansDoNotInherit() {
        let graph = Graph()
        let x = graph.data("x", [37, 19])
        let weights = graph.data("w", [19, 21])
        var program = Program(graph: graph)
        let product = matmul(x, weights)
        program.assign(product.hyperbolicTangent() + product.sine() * product.sigmoid(), to: "functions")
        program.assign(matmul(x, weights).exponential().logSoftmax(), to: "softmax")
        program.assign(x * 0x1p-130, to: "subnormal")
        program.assign((x * 0x1p-130) * 0x1p20, to: "of subnormal")
        program.assign(x.squared().sum(), to: "sum")
        program.assign(x.absolute().power(x), to: "power")
        program.assign(graph.uniform([37, 19], stream: "u"), to: "uniform")
        let plan = Compiler.compile(program)
        var stream = RandomStream(seed: 1, name: "environment")
        let inputs = [x, weights].map { tensor in
            (0..<tensor.shape.count).map { _ in Float(stream.normal()) }
        }
        let counts = [
            "functions": 37 * 21, "softmax": 37 * 21, "subnormal": 37 * 19, "of subnormal": 37 * 19, "sum": 1,
            "power": 37 * 19, "uniform": 37 * 19,
        ]
        func run(on level: InstructionSet) -> [String: [UInt32]] {
            var buffers: [BufferName: FloatBuffer] = [
                .data("x"): FloatBuffer(inputs[0]), .data("w"): FloatBuffer(inputs[1]),
            ]
            for (name, count) in counts { buffers[.state(name)] = FloatBuffer(count: count) }
            PlanExecution(plan, seed: 0).run(buffers, first: 0, count: 1, on: level)
            return counts.keys.reduce(into: [:]) {
                $0[$1] = buffers[.state($1)]!.values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
            }
        }
        let expected = run(on: .baseline)
        #expect(expected["subnormal"]!.contains { Float(bitPattern: $0).isSubnormal })
        for level in InstructionSet.allCases where level.isAvailable {
            let (actual, isStandard) = carelessly { (run(on: level), tk_environment_is_standard()) }
            #expect(actual == expected, "\(level)")
            #expect(isStandard == 0, "the caller's environment was not restored")
        }
        #expect(FloatingPointEnvironment.isStandard)
    }

    @Test("Swift code can ask for the standard environment") func standardEnvironment() {
        let results = carelessly {
            (
                FloatingPointEnvironment.isStandard,
                FloatingPointEnvironment.withStandard {
                    (FloatingPointEnvironment.isStandard, sum(1, 0x1.8p-24))
                },
                FloatingPointEnvironment.isStandard
            )
        }
        #expect(!results.0 && results.1 == (true, 1 + 0x1p-23) && !results.2)
    }
}
