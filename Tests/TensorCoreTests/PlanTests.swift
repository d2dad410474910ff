import Numerics
import Testing

@testable import TensorCore

@Suite("Plans", .recorded)
struct PlanTests {
    /// A small training step with every seam: gather, dropout, mixup, momentum, an assembly of gradients.
    static func trainingStep(batch: Int = 13, nesterov: Bool = true, tableWidth: Int = 4) -> Program {
        let graph = Graph()
        let (features, hidden, classes) = (9, 20, 4)
        let count = features * hidden + hidden + hidden * classes + classes
        let parameters = graph.state("parameters", [count])
        let velocity = graph.state("velocity", [count])
        let row = graph.tableRow("hyperparameters", width: tableWidth)
        func scalar(_ i: Int) -> Tensor { row.slice(from: i, []) }
        let indices = graph.tableRow("indices", width: batch)
        var x = graph.data("inputs", [50, features]).gatheringRows(indices)
        var y = graph.data("targets", [50, classes]).gatheringRows(indices)
        let lambda = graph.beta(scalar(2), stream: "mixup/lambda")
        let order = graph.permutation(batch, stream: "mixup/order")
        x = lambda * x + (1 - lambda) * x.gatheringRows(order)
        y = lambda * y + (1 - lambda) * y.gatheringRows(order)
        func loss(_ p: Tensor) -> Tensor {
            var offset = 0
            func take(_ shape: Shape) -> Tensor {
                defer { offset += shape.count }
                return p.slice(from: offset, shape)
            }
            var h = matmul(x, take([features, hidden])) + take([hidden])
            h = maximum(h, graph.scalar(0))
            let kept = select(scalar(1) .> graph.uniform(h.shape, stream: "dropout"), graph.scalar(0), h)
            h = kept / (1 - scalar(1))
            let logits = matmul(h, take([hidden, classes])) + take([classes])
            return -(y * logits.logSoftmax()).sum() / Float(batch)
        }
        let first = loss(parameters)
        let g = gradient(of: first, withRespectTo: [parameters])[0]
        let ascent = parameters + scalar(3) * (g / (g.euclideanNorm() + 1e-12))
        let g2 = gradient(of: loss(ascent), withRespectTo: [ascent])[0]
        let v = 0.9 * velocity + g2
        var program = Program(graph: graph)
        program.assign(v, to: "velocity")
        program.assign(parameters - scalar(0) * (nesterov ? g2 + 0.9 * v : v), to: "parameters")
        program.trace(first)
        return program
    }

    static func buffers(steps: Int, batch: Int = 13) -> [BufferName: FloatBuffer] {
        var stream = RandomStream(seed: 11, name: "test")
        func normals(_ count: Int, _ scale: Double) -> FloatBuffer {
            FloatBuffer((0..<count).map { _ in Float(scale * stream.normal()) })
        }
        let targets = (0..<50).flatMap { row in (0..<4).map { Float($0 == row % 4 ? 1 : 0) } }
        return [
            .state("parameters"): normals(284, 0.3), .state("velocity"): FloatBuffer(count: 284),
            .table("hyperparameters"): FloatBuffer(
                (0..<steps).flatMap { _ in [Float(0.1), 0.25, 0.4, 0.05] }),
            .table("indices"): FloatBuffer((0..<steps * batch).map { _ in Float(stream.integer(below: 50)) }),
            .data("inputs"): normals(450, 1), .data("targets"): FloatBuffer(targets),
            .trace: FloatBuffer(count: steps),
        ]
    }

    @Test("a training step agrees with the reference executor", arguments: [true, false])
    func stepMatchesReference(nesterov: Bool) {
        let program = Self.trainingStep(nesterov: nesterov)
        let plan = Compiler.compile(program)
        let steps = 4
        let buffers = Self.buffers(steps: steps)
        var context = ReferenceContext(keys: plan.streamNames.map { RandomKey(seed: 7, name: $0) })
        for (name, buffer) in buffers { context.buffers[name] = buffer.values.map(Double.init) }
        var losses: [Double] = []
        for step in 0..<steps {
            context.step = step
            context.tableRows = [
                "hyperparameters": Array(
                    buffers[.table("hyperparameters")]!.values.map(Double.init)[4 * step..<4 * step + 4]),
                "indices": Array(
                    buffers[.table("indices")]!.values.map(Double.init)[13 * step..<13 * step + 13]),
            ]
            losses += ReferenceExecutor.step(program, &context)
        }
        PlanExecution(plan, seed: 7).run(buffers, first: 0, count: steps, on: .best)
        for name in ["parameters", "velocity"] {
            for (a, e) in zip(buffers[.state(name)]!.values, context.buffers[.state(name)]!) {
                #expect(abs(Double(a) - e) <= 2e-5 * (1 + abs(e)), "\(name)")
            }
        }
        for (a, e) in zip(buffers[.trace]!.values, losses) { #expect(abs(Double(a) - e) < 1e-5) }
    }

    @Test("an update may read its gradient at other elements too")
    func updateThatReadsAhead() {
        for start in [0, 299, 301, 599] {
            let graph = Graph()
            let (p, x) = (graph.state("p", [600]), graph.data("x", [10, 30]))
            let gradient = graph.tensor(
                Assemble(count: 600, offsets: [0, 300]),
                [x.transposed(), graph.tensor(Sum(axes: 0..<1), [(x * x).reshaped([1, 300])])])
            var program = Program(graph: graph)
            program.assign(p - gradient * gradient.slice(from: start, []), to: "p")
            let inputs = (0..<300).map { Double(1 + $0 % 7) }
            var context = ReferenceContext(keys: [])
            context.buffers = [.state("p"): (0..<600).map(Double.init), .data("x"): inputs]
            let bound: [BufferName: FloatBuffer] = context.buffers.mapValues {
                FloatBuffer($0.map { Float($0) })
            }
            _ = ReferenceExecutor.step(program, &context)
            let plan = Compiler.compile(program)
            PlanExecution(plan, seed: 0).run(bound, first: 0, count: 1, on: .best)
            #expect(bound[.state("p")]!.values.map(Double.init) == context.buffers[.state("p")], "\(start)")
        }
    }

    @Test("the bits do not depend on the level or on how steps are grouped into runs")
    func bitsAreOne() {
        let plan = Compiler.compile(Self.trainingStep())
        func bits(_ level: InstructionSet, runs: [Int]) -> [UInt32] {
            let buffers = Self.buffers(steps: 6)
            let execution = PlanExecution(plan, seed: 7)
            var done = 0
            for count in runs {
                var part = buffers
                for (table, width) in [("hyperparameters", 4), ("indices", 13)] {
                    let rows = buffers[.table(table)]!.values[width * done..<width * (done + count)]
                    part[.table(table)] = FloatBuffer(Array(rows))
                }
                execution.run(part, first: done, count: count, on: level)
                done += count
            }
            return buffers[.state("parameters")]!.values.map(\.bitPattern)
        }
        let expected = bits(.baseline, runs: [6])
        for level in InstructionSet.allCases where level.isAvailable {
            #expect(bits(level, runs: [6]) == expected, "\(level)")
            #expect(bits(level, runs: [1, 2, 3]) == expected, "\(level) in three runs")
        }
    }

    @Test("a table's width can be given when everything is traced")
    func tableWidth() {
        let program = Self.trainingStep(tableWidth: 1000)
        let wide = Compiler.compile(program).description
        program.graph.setWidth(ofTable: "hyperparameters", to: 4)
        let plan = Compiler.compile(program)
        #expect(plan.description == Compiler.compile(Self.trainingStep()).description)
        #expect(plan.description != wide)
        #expect(plan.bindings.contains(.init(name: .table("hyperparameters"), count: 4)))
    }

    @Test("equal expressions are one node, and equal draws one draw")
    func commonSubexpressions() {
        let graph = Graph()
        let x = graph.data("x", [4])
        #expect((x + x * x).isSame(as: x + x * x))
        #expect(graph.uniform([4], stream: "a").isSame(as: graph.uniform([4], stream: "a")))
        #expect(!graph.uniform([4], stream: "a").isSame(as: graph.uniform([4], stream: "b")))
    }

    @Test("an elementwise chain is one instruction, an optimiser step writes its states in place")
    func fusion() {
        let graph = Graph()
        let (w, v) = (graph.state("w", [1000]), graph.state("v", [1000]))
        let g = graph.data("g", [1000])
        let next = 0.9 * v + g
        var program = Program(graph: graph)
        program.assign(next, to: "v")
        program.assign(w - 0.1 * (g + 0.9 * next), to: "w")
        let plan = Compiler.compile(program)
        #expect(plan.instructionCount == 1)
        #expect(plan.arenaCount == 0)
    }

    @Test("assignments take effect together: states can be exchanged, or written while still read")
    func simultaneousAssignment() {
        let graph = Graph()
        let (a, b) = (graph.state("a", [40]), graph.state("b", [40]))
        var program = Program(graph: graph)
        program.assign(b, to: "a")
        program.assign(a + (b * b).sum(), to: "b")
        program.trace(a.slice(from: 0, []))
        let buffers: [BufferName: FloatBuffer] = [
            .state("a"): FloatBuffer((0..<40).map(Float.init)),
            .state("b"): FloatBuffer([Float](repeating: 1, count: 40)),
            .trace: FloatBuffer(count: 1),
        ]
        PlanExecution(Compiler.compile(program), seed: 0).run(buffers, first: 0, count: 1, on: .best)
        #expect(buffers[.state("a")]!.values == [Float](repeating: 1, count: 40))
        #expect(buffers[.state("b")]!.values == (0..<40).map { Float($0) + 40 })
        #expect(buffers[.trace]!.values == [0])
    }

    @Test("the arena holds no two live values in one place")
    func arenaPlanner() {
        var stream = RandomStream(seed: 5, name: "arena")
        for _ in 0..<200 {
            let requests = (0..<20).map { _ in
                let first = stream.integer(below: 30)
                return ArenaPlanner.Request(
                    count: 1 + stream.integer(below: 200), first: first,
                    last: first + stream.integer(below: 10))
            }
            let (offsets, total) = ArenaPlanner.plan(requests)
            for (i, a) in requests.enumerated() {
                #expect(offsets[i] % 16 == 0 && offsets[i] + a.count <= total)
                for (j, b) in requests.enumerated() where j < i && a.first <= b.last && b.first <= a.last {
                    #expect(offsets[i] + a.count <= offsets[j] || offsets[j] + b.count <= offsets[i])
                }
            }
        }
    }
}
