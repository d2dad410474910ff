import Numerics
import Testing

@testable import TensorCore

@Suite("Draws and order statistics in plans", .recorded)
struct DrawTests {
    /// What a plan with one assignment computes, on every level.
    private func run(
        _ tensor: Tensor, _ data: [String: [Float]] = [:], seed: Int = 3, first: Int = 0
    ) -> [[Float]] {
        var program = Program(graph: tensor.graph)
        program.assign(tensor, to: "output")
        let plan = Compiler.compile(program)
        return InstructionSet.allCases.filter(\.isAvailable).map { level in
            var buffers: [BufferName: FloatBuffer] = [
                .state("output"): FloatBuffer(count: tensor.shape.count)
            ]
            for (name, values) in data { buffers[.data(name)] = FloatBuffer(values) }
            PlanExecution(plan, seed: seed).run(buffers, first: first, count: 1, on: level)
            return buffers[.state("output")]!.values
        }
    }

    @Test("normals are those of the stream, by step and element, with a normal's moments")
    func normals() {
        let key = RandomKey(seed: 3, name: "noise")
        for values in run(Graph().normal([40, 125], stream: "noise"), first: 7) {
            for (element, value) in values.enumerated() {
                #expect(value == Float(key.normal(step: 7, element: element)))
            }
            // Five standard errors of each moment of 5000 draws.
            let x = values.map { Double($0) }
            func moment(_ k: Int) -> Double {
                x.map { v in (0..<k).reduce(1) { p, _ in p * v } }.reduce(0, +) / 5000
            }
            for (k, expected, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
                #expect(abs(moment(k) - expected) < 5 * (variance / 5000).squareRoot(), "moment \(k)")
            }
        }
    }

    @Test("normals are those of the stream, whatever of a vector or a block is left, at any step")
    func normalsOfAnyCount() {
        let key = RandomKey(seed: 3, name: "noise")
        for (count, step) in [1, 2, 7, 8, 9, 15, 16, 17, 127, 128, 129, 200].flatMap({ count in
            [0, 1, 0xFFFF_FFFF, 0x1_0000_0000, 0x12_3456_789A].map { (count, $0) }
        }) {
            let expected = (0..<count).map { Float(key.normal(step: step, element: $0)).bitPattern }
            for values in run(Graph().normal([count], stream: "noise"), first: step) {
                #expect(values.map(\.bitPattern) == expected, "\(count) at step \(step)")
            }
        }
    }

    @Test("a hundred thousand normals have the bits of the scalar function on every level")
    func manyNormals() {
        let count = 100_003
        let key = RandomKey(seed: 8, name: "noise")
        for step in [0, 1 << 20] {
            let expected = (0..<count).map { Float(key.normal(step: step, element: $0)).bitPattern }
            for values in run(Graph().normal([count], stream: "noise"), seed: 8, first: step) {
                #expect(values.map(\.bitPattern) == expected)
            }
        }
    }

    @Test("Rademacher draws are signs, as often one as the other")
    func signs() {
        for values in run(Graph().rademacher([5000], stream: "signs")) {
            #expect(values.allSatisfy { abs($0) == 1 })
            #expect(abs(values.reduce(0, +)) < 5 * Float(5000).squareRoot())
        }
    }

    @Test("the k-th smallest is that of a sorted copy, at every rank, with ties, zeros, infinities and NaN")
    func orderStatistics() {
        var stream = RandomStream(seed: 9, name: "order")
        for count in [1, 2, 15, 16, 17, 33, 257] {
            var values = (0..<count).map { _ in Float(stream.integer(below: 9) - 4) / 4 }
            let special: [Float] = [
                .nan, -.infinity, .infinity, -0.0, 0, Float(bitPattern: 0xFFC0_0001), .leastNonzeroMagnitude,
                -.leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e-20, -1e-20,
            ]
            for value in special where stream.integer(below: 2) == 0 {
                values[stream.integer(below: count)] = value
            }
            let sorted = values.sorted { !$0.isNaN && ($1.isNaN || $0 < $1) }
            for rank in Set([0, 1, count / 2, count - 2, count - 1, count + 5]).sorted() where rank >= 0 {
                let graph = Graph()
                let x = graph.data("x", [1, count])
                let index = graph.tensor(RankIndex(), [x, graph.scalar(Float(rank) + 0.5)])
                let expected = sorted[min(rank, count - 1)]
                let position = values.firstIndex { expected.isNaN ? $0.isNaN : $0 == expected }!
                for found in run(index, ["x": values]) {
                    #expect(found == [Float(position)], "rank \(rank) of \(count)")
                }
            }
        }
    }

    @Test("the gradient of an order statistic goes to the first of the elements that tie")
    func tiedOrderStatistic() {
        let graph = Graph()
        let x = graph.data("x", [5])
        let g = gradient(of: x.orderStatistic(graph.scalar(2)), withRespectTo: [x])[0]
        for values in run(g, ["x": [1, 7, 1, 0, 1]]) { #expect(values == [1, 0, 0, 0, 0]) }
    }

    @Test("a maximum over a window is NaN where any element is, and ties go to the first position")
    func windowMaxima() {
        let graph = Graph()
        let x = graph.data("x", [1, 2, 6, 1])
        let y = maximumPool(x, window: [2, 2])
        let values: [Float] = [1, 3, .nan, 2, -4, -4, 3, 2, 5, 9, -4, -4]
        for pooled in run(y, ["x": values]) {
            #expect(pooled[0] == 3 && pooled[1].isNaN && pooled[2] == -4)
        }
        for g in run(gradient(of: y.sum(), withRespectTo: [x])[0], ["x": values]) {
            #expect(g == [0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        }
    }
}
