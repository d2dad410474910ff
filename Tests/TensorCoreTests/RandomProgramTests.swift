import Foundation
import Numerics
import Testing

@testable import TensorCore

/// Random programs whose every value is a small whole number.
///
/// On such numbers float and double agree exactly, so that compiled plans must give what the reference
/// executor gives, without a tolerance: a value read too late, written too early or placed on top of another
/// shows.
struct RandomProgram {
    /// Beyond this a value is not used further; products and sums of a few such stay exact in a float.
    static let largest = 4096.0

    var stream: RandomStream
    let graph = Graph()
    var program: Program
    /// What expressions are made of.
    private var pool: [Tensor] = []
    /// Nodes that an expression of the pool reads.
    private var used: Set<Int> = []
    /// States and data by name, with their first values.
    var buffers: [BufferName: [Double]] = [:]
    /// Rows of the table "row", one per step.
    var table: [[Double]] = []
    let steps = 2
    let seed: Int
    /// Whether operations along axes of three-dimensional tensors are among the choices.
    let alongAxes: Bool
    /// The two extents that every shape is made of.
    let rows: Int, columns: Int
    private var known: [Int: [Double]?] = [:]

    init(seed: Int, alongAxes: Bool = false, updates: Bool = false) {
        self.seed = seed
        self.alongAxes = alongAxes
        stream = RandomStream(seed: seed, name: "random programs")
        program = Program(graph: graph)
        // Below, at and beyond vectors of 16 and blocks of 256 elements.
        let short = [
            (1, 5), (3, 4), (7, 1), (4, 7), (5, 16), (6, 19), (17, 2), (2, 33), (16, 17), (37, 7), (7, 40),
            (257, 2),
        ]
        let extents = updates ? Self.longExtents : short
        (rows, columns) = extents[stream.integer(below: extents.count)]
        for _ in 0..<steps {
            var row: [Double] = []
            for _ in 0..<rows { row.append(Double(stream.integer(below: rows))) }
            table.append(row)
        }
        addLeaves()
        for _ in 0..<6 + stream.integer(below: 24) { addNode() }
        // Now and then more operations than one fused program holds.
        if stream.integer(below: 16) == 0 { addChain(of: 110 + stream.integer(below: 60)) }
        if updates { addUpdate() }
        addOutcomes()
    }

    mutating func flip() -> Bool { stream.integer(below: 2) == 0 }

    mutating func pick<T>(_ choices: [T]) -> T? {
        choices.isEmpty ? nil : choices[stream.integer(below: choices.count)]
    }

    /// A tensor of the pool.
    ///
    /// One that nothing reads yet is taken more often, so that little is computed in vain.
    mutating func any(_ fits: (Tensor) -> Bool = { _ in true }) -> Tensor? {
        let choices = pool.filter(fits)
        let fresh = choices.filter { !used.contains($0.id) }
        return pick(flip() && !fresh.isEmpty ? fresh : choices)
    }

    mutating func numbers(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(stream.integer(below: 7) - 3) }
    }

    var shapes: [Shape] {
        [
            [], [1], [columns], [rows], [rows, columns], [columns, rows], [rows, 1], [1, columns],
            [rows * columns],
        ]
    }

    private mutating func addLeaves() {
        for name in ["a", "b", "c", "d"] {
            let choices = shapes
            let shape: Shape = flip() ? [rows * columns] : pick(choices)!
            buffers[.state(name)] = numbers(shape.count)
            pool.append(graph.state(name, shape))
            // A second leaf of the same memory.
            if stream.integer(below: 4) == 0 { pool.append(graph.state(name, [1, shape.count])) }
        }
        for name in ["x", "y"] {
            let shape = pick(shapes)!
            buffers[.data(name)] = numbers(shape.count)
            pool.append(graph.data(name, shape))
        }
        pool.append(graph.tableRow("row", width: rows))
        pool.append(graph.permutation(rows, stream: "order"))
        pool.append(graph.uniform([rows, columns], stream: "draw") .> graph.scalar(0.5))
        for value in [Float(0), 1, 2] { pool.append(graph.scalar(value)) }
    }

    /// Adds a random operation on tensors of the pool, where its values stay small whole numbers.
    private mutating func addNode() {
        for _ in 0..<20 {
            if let made = candidate(), add(made) { return }
        }
    }

    /// Adds a tensor to the pool where it and all that it is made of are small whole numbers.
    mutating func add(_ made: Tensor) -> Bool {
        guard value(of: made) != nil else { return false }
        pool.append(made)
        var readers = [made.id]
        while let reader = readers.popLast() {
            for input in graph.nodes[reader].inputs where used.insert(input).inserted {
                readers.append(input)
            }
        }
        return true
    }

    /// Adds elementwise operations on one another, each on as many elements as the last.
    private mutating func addChain(of length: Int) {
        let shape: Shape = [rows, columns]
        for _ in 0..<length {
            guard let last = pool.last(where: { $0.shape == shape }),
                let other = any({ Self.fits($0.shape, shape) })
            else { return }
            _ = add(flip() ? combined(last, other) : combined(other, last))
        }
    }

    private mutating func candidate() -> Tensor? {
        switch stream.integer(below: alongAxes ? 40 : 28) {
        case 0: return any().map { -$0 }
        case 1: return any()?.absolute()
        case 2: return any()?.stoppingGradient()
        case 3: return any()?.flushingSubnormals()
        case 4...10: return combination()
        case 11: return selection()
        case 12: return any()?.sum()
        case 13: return any { $0.shape.rank == 2 }?.sumOverLastAxis()
        case 14: return any { $0.shape.rank == 2 }?.maximumOverLastAxis()
        case 15:
            return any { $0.shape.rank == 2 }.map { [graph] in
                graph.tensor(Sum(axes: 0..<1), [$0])
            }
        case 16: return product()
        case 17: return any { $0.shape.rank == 2 }?.transposed()
        case 18:
            guard let source = any() else { return nil }
            return pick(shapes.filter { $0.count == source.shape.count }).map { source.reshaped($0) }
        case 19, 20: return slice()
        case 21, 22: return assembly()
        case 23: return gathered()
        case 24:
            guard let source = any() else { return nil }
            return pick(shapes.filter { Self.fits(source.shape, $0) }).map { source.broadcast(to: $0) }
        case 25, 26: return storedBroadcast()
        case 28: return any()?.squared()
        case 29...39: return onThreeAxes()
        default:
            guard let source = any(), let variable = any({ $0.id < source.id }) else { return nil }
            return gradient(of: source.sum(), withRespectTo: [variable])[0]
        }
    }

    /// Whether a tensor of shape `source` may be broadcast to `target`.
    static func fits(_ source: Shape, _ target: Shape) -> Bool {
        guard source.broadcast(with: target) == target else { return false }
        let padded = Array(repeating: 1, count: target.rank - source.rank) + source.dimensions
        let kept = padded.indices.filter { padded[$0] > 1 }
        guard let first = kept.first, let last = kept.last else { return true }
        return (first...last).allSatisfy { padded[$0] == target.dimensions[$0] }
    }

    private static func combine(_ a: Shape, _ b: Shape) -> Bool {
        a.broadcast(with: b).map { fits(a, $0) && fits(b, $0) } ?? false
    }

    private mutating func combination() -> Tensor? {
        guard let a = any(), let b = any({ Self.combine(a.shape, $0.shape) }) else { return nil }
        return combined(a, b)
    }

    mutating func combined(_ a: Tensor, _ b: Tensor) -> Tensor {
        switch stream.integer(below: 8) {
        case 0, 1: a + b
        case 2: a - b
        case 3: a * b
        case 4: maximum(a, b)
        case 5: minimum(a, b)
        case 6: a .> b
        default: a .== b
        }
    }

    private mutating func selection() -> Tensor? {
        guard let a = any(), let b = any({ $0.shape == a.shape }),
            let c = any({ Self.fits($0.shape, a.shape) })
        else { return nil }
        return flip() ? select(a, b, c) : select(c, a, b)
    }

    private mutating func product() -> Tensor? {
        let (transposeA, transposeB) = (flip(), flip())
        guard let a = any({ $0.shape.rank == 2 }) else { return nil }
        let inner = a.shape[transposeA ? 0 : 1]
        guard let b = any({ $0.shape.rank == 2 && $0.shape[transposeB ? 1 : 0] == inner }) else { return nil }
        let result = matmul(a, b, transposeA: transposeA, transposeB: transposeB)
        return result.shape.count <= 1500 ? result : nil
    }

    private mutating func slice() -> Tensor? {
        guard let source = any({ $0.shape.rank == 1 }) else { return nil }
        let all = source.shape.count
        guard let shape = pick(shapes.filter { $0.count <= all }) else { return nil }
        let offset = flip() ? 0 : stream.integer(below: all - shape.count + 1)
        return source.slice(from: offset, shape)
    }

    /// A broadcast that has to be written to memory, often of the beginning of a state.
    private mutating func storedBroadcast() -> Tensor? {
        let onlyLeaves = flip()
        let source = any { [columns] in
            $0.shape.rank == 1 && $0.shape.count >= columns && ($0.operation is Leaf || !onlyLeaves)
        }
        guard let vector = source else { return nil }
        let wide = vector.slice(from: 0, [columns]).broadcast(to: [rows, columns])
        return flip() ? wide.transposed() : wide.sumOverLastAxis()
    }

    private mutating func assembly() -> Tensor? {
        let count = rows * columns
        var offsets: [Int] = []
        var parts: [Tensor] = []
        var end = 0
        while let part = any({ [end] in end + $0.shape.count <= count }) {
            let room = count - end - part.shape.count
            let offset = end + (flip() ? 0 : stream.integer(below: room + 1))
            offsets.append(offset)
            parts.append(part)
            end = offset + part.shape.count
            if stream.integer(below: 3) == 0 { break }
        }
        return parts.isEmpty ? nil : graph.tensor(Assemble(count: count, offsets: offsets), parts)
    }

    private mutating func gathered() -> Tensor? {
        let index = flip() ? graph.tableRow("row", width: rows) : graph.permutation(rows, stream: "order")
        guard let source = any({ [rows] in $0.shape.rank == 2 && $0.shape[0] == rows }) else { return nil }
        return flip() ? source.gatheringRows(index) : source.scatteringRows(index, into: rows)
    }

    private mutating func addOutcomes() {
        for case (.state(let name), let first) in buffers.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            guard !program.assignments.contains(where: { $0.state == name }),
                stream.integer(below: 6) > 0, var next = any({ $0.shape.count == first.count })
            else { continue }
            // An optimiser's states are made of their own old values.
            if flip(), let old = pool.first(where: { $0.operation.name == "state \(name)" }) {
                next = combined(old, next.reshaped(old.shape))
            }
            for _ in 0..<stream.integer(below: 5) {
                let shape = next.shape
                if let other = any({ Self.fits($0.shape, shape) }) { next = combined(next, other) }
            }
            if flip() { next = minimum(maximum(next, graph.scalar(-9)), graph.scalar(9)) }
            if add(next) { program.assign(next, to: name) }
        }
        for _ in 0..<stream.integer(below: 3) {
            if let scalar = any({ $0.shape.count == 1 }) { program.trace(scalar) }
        }
        // What nothing reads yet comes into a trace, row by row.
        for rest in pool where !used.contains(rest.id) && flip() {
            let sum = rest.sum()
            if add(sum) { program.trace(sum) }
        }
    }

    /// The first step's value; nil where it, or any that it is made of, is not a small whole number.
    private mutating func value(of tensor: Tensor) -> [Double]? {
        if let known = known[tensor.id] { return known }
        var inputs: [ReferenceValue] = []
        for input in tensor.inputs {
            guard let elements = value(of: input) else {
                known[tensor.id] = .some(nil)
                return nil
            }
            inputs.append(ReferenceValue(elements: elements, shape: input.shape))
        }
        let elements = tensor.operation.evaluate(inputs, context(step: 0))
        let fits = tensor.operation is Uniform || elements.allSatisfy(Self.isSmall)
        known[tensor.id] = fits ? elements : .some(nil)
        return fits ? elements : nil
    }

    private static func isSmall(_ x: Double) -> Bool {
        abs(x) <= largest && (x == x.rounded(.towardZero) || x == 0.5)
    }

    func context(step: Int) -> ReferenceContext {
        ReferenceContext(
            buffers: buffers, tableRows: ["row": table[step]],
            keys: graph.streamNames.map { RandomKey(seed: seed, name: $0) }, step: step)
    }

    /// States and trace after as many steps as stay small by the reference executor.
    func expected() -> (steps: Int, buffers: [BufferName: [Double]], trace: [Double]) {
        var trace: [Double] = []
        var context = context(step: 0)
        // Everything that is read, so that no value on the way is too large to be exact.
        var live = Set((program.assignments.map(\.value) + program.traces).map(\.id))
        for id in stride(from: live.max() ?? -1, through: 0, by: -1) where live.contains(id) {
            live.formUnion(graph.nodes[id].inputs)
        }
        let tensors = live.sorted().map { Tensor(graph: graph, id: $0) }
        for step in 0..<steps {
            context.step = step
            context.tableRows = ["row": table[step]]
            let values = ReferenceExecutor.evaluate(tensors, context)
            for (tensor, value) in zip(tensors, values)
            where !(tensor.operation is Uniform) && !value.allSatisfy(Self.isSmall) {
                return (step, context.buffers, trace)
            }
            let known = Dictionary(uniqueKeysWithValues: zip(tensors.map(\.id), values))
            for assignment in program.assignments {
                context.buffers[.state(assignment.state)] = known[assignment.value.id]
            }
            trace += program.traces.map { known[$0.id]![0] }
        }
        return (steps, context.buffers, trace)
    }

    func actual(_ plan: Plan, steps: Int, on level: InstructionSet) -> ([BufferName: [Double]], [Double]) {
        var bound = buffers.mapValues { FloatBuffer($0.map { Float($0) }) }
        bound[.table("row")] = FloatBuffer(table.joined().map { Float($0) })
        bound[.trace] = FloatBuffer(count: steps * program.traces.count)
        PlanExecution(plan, seed: seed).run(bound, first: 0, count: steps, on: level)
        let trace = bound[.trace]!.values.map(Double.init)
        return (bound.mapValues { $0.values.map(Double.init) }, trace)
    }
}

@Suite("Random programs", .recorded)
struct RandomProgramTests {
    /// A window in which every fault that was put into the compiler on purpose shows in at least one program.
    static let firstSeed = 4220

    @Test("compiled plans compute exactly what the reference executor computes", arguments: 0..<4)
    func planIsReference(batch: Int) {
        check(Self.firstSeed + batch * 24..<Self.firstSeed + (batch + 1) * 24, alongAxes: false)
    }

    @Test("so do plans with operations along axes", arguments: 0..<4)
    func planAlongAxesIsReference(batch: Int) {
        check(batch * 24..<(batch + 1) * 24, alongAxes: true)
    }

    @Test("so do updates of states that run part by part", arguments: 0..<4)
    func planOfUpdateIsReference(batch: Int) {
        check(130 + batch * 12..<130 + (batch + 1) * 12, alongAxes: false, updates: true)
    }

    /// For example RANDOM_PROGRAMS=5000:2000, two thousand programs from seed 5000 on: after work on the compiler.
    static let more = (ProcessInfo.processInfo.environment["RANDOM_PROGRAMS"] ?? "").split(separator: ":")
        .compactMap { Int($0) }

    @Test("so do as many more as RANDOM_PROGRAMS asks for", .enabled(if: more.count == 2))
    func morePlans() {
        for alongAxes in [false, true] {
            check(Self.more[0]..<Self.more[0] + Self.more[1], alongAxes: alongAxes)
        }
        check(Self.more[0]..<Self.more[0] + Self.more[1], alongAxes: false, updates: true)
    }

    private func check(_ seeds: Range<Int>, alongAxes: Bool, updates: Bool = false) {
        var checked = 0
        for seed in seeds {
            let random = RandomProgram(seed: seed, alongAxes: alongAxes, updates: updates)
            let expected = random.expected()
            guard expected.steps > 0 else { continue }
            checked += expected.steps
            let plan = Compiler.compile(random.program)
            let levels = updates ? InstructionSet.allCases.filter(\.isAvailable) : [.baseline, .best]
            for level in levels {
                let (buffers, trace) = random.actual(plan, steps: expected.steps, on: level)
                for name in expected.buffers.keys.sorted(by: { "\($0)" < "\($1)" }) {
                    #expect(buffers[name] == expected.buffers[name], "seed \(seed), \(name), \(level)")
                }
                #expect(trace == expected.trace, "seed \(seed), trace, \(level)")
            }
        }
        #expect(checked > seeds.count, "too few of the programs stay exact")
    }

    @Test("a state is not overwritten in place while a broadcast of its old values is being written")
    func storedBroadcastOfState() {
        let graph = Graph()
        // More than one block of 256, and a period that does not divide it.
        let state = graph.state("s", [500])
        var program = Program(graph: graph)
        program.assign(state + 1, to: "s")
        program.assign(state.slice(from: 0, [5]).broadcast(to: [100, 5]).transposed(), to: "t")
        let buffers: [BufferName: FloatBuffer] = [
            .state("s"): FloatBuffer((0..<500).map(Float.init)), .state("t"): FloatBuffer(count: 500),
        ]
        PlanExecution(Compiler.compile(program), seed: 0).run(buffers, first: 0, count: 1, on: .best)
        #expect(buffers[.state("t")]!.values == (0..<500).map { Float($0 / 100) })
    }
}
