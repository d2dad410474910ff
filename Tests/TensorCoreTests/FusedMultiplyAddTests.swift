import Numerics
import Testing

@testable import TensorCore

@Suite("Fused multiply-add", .recorded)
struct FusedMultiplyAddTests {
    /// Factors and addends of which products and sums lie on, next to and far from the points halfway between
    /// two floats, at both ends of the range.
    private static func numbers(seed: Int) -> [Float] {
        var stream = RandomStream(seed: seed, name: "fused")
        var values: [Float] = [
            0, 1, 1.5, 3, 1 + 0x1p-23, 1 - 0x1p-24, 1 + 0x1p-12, 1 - 0x1p-12, 0x1p-24, 0x1.000002p-24,
            0x1p-25,
            0x1p-48, 0x1p-75, 0x1p-126, 0x1p-149, 0x1p-148, 0x1p-127, 0x1p-102, 0x1p12, 0x1p24,
            0x1.fffffep23,
            0x1p64, 0x1p104, 0x1p103, .greatestFiniteMagnitude, .infinity, .nan, 0x1.555556p0, 0x1.fffffep0,
        ]
        for _ in 0..<60 { values.append(Float(stream.normal())) }
        for _ in 0..<60 {
            // Few bits, so that exact halves are common.
            values.append(
                Float(stream.integer(below: 4096))
                    * Float(sign: .plus, exponent: stream.integer(below: 60) - 42, significand: 1))
        }
        for _ in 0..<60 {
            values.append(Float(bitPattern: UInt32(stream.integer(below: 0x7f80_0000))))
        }
        return values + values.map { -$0 }
    }

    @Test("a step of a matrix product is rounded once, on every level, with the instruction and without")
    func roundedOnce() {
        let (addends, factors, others) = (Self.numbers(seed: 1), Self.numbers(seed: 2), Self.numbers(seed: 3))
        let graph = Graph()
        let left = graph.data("left", [factors.count, 2])
        let right = graph.data("right", [2, others.count])
        var program = Program(graph: graph)
        program.assign(matmul(left, right), to: "product")
        let plan = Compiler.compile(program)
        for shift in [0, 7, 100] {
            // Row i is the addend and a factor, column j is 1 and the other factor; the chain starts from 0.
            let c = factors.indices.map { addends[($0 + shift) % addends.count] }
            let rows = zip(c, factors).flatMap { [$0, $1] }
            let columns = others.map { _ in Float(1) } + others
            for level in InstructionSet.allCases where level.isAvailable {
                let product = FloatBuffer(count: factors.count * others.count)
                PlanExecution(plan, seed: 0).run(
                    [
                        .data("left"): FloatBuffer(rows), .data("right"): FloatBuffer(columns),
                        .state("product"): product,
                    ], first: 0, count: 1, on: level)
                let actual = product.values
                var wrong = 0
                for i in factors.indices {
                    for j in others.indices {
                        let expected = (c[i] + 0).addingProduct(factors[i], others[j])
                        let result = actual[i * others.count + j]
                        let isRight =
                            expected.isNaN && result.isNaN || expected.bitPattern == result.bitPattern
                        wrong += isRight ? 0 : 1
                    }
                }
                #expect(wrong == 0, "\(wrong) wrong on \(level)")
            }
        }
    }
}
