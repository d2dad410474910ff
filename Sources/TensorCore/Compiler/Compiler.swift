import CTensorKernels

/// Turns a program into a plan.
///
/// Common subexpressions are shared when the graph is built; elementwise chains are fused (`UnitSchedule`);
/// every value gets a place (`Placement`); instructions are emitted in order.
public struct Compiler {
    private let program: Program
    private let schedule: UnitSchedule
    private let placement: Placement
    private var emitter = PlanEmitter()
    private var graph: Graph { program.graph }

    /// The plan of `program`.
    public static func compile(_ program: Program) -> Plan {
        var compiler = Compiler(Self.separatingLeaves(program))
        return compiler.emitPlan()
    }

    private init(_ program: Program) {
        self.program = program
        schedule = UnitSchedule(program)
        placement = Placement(program, schedule)
    }

    /// A state assigned straight from a leaf could be overwritten before it is read: copy it first.
    private static func separatingLeaves(_ program: Program) -> Program {
        var result = Program(graph: program.graph)
        for assignment in program.assignments {
            var root = assignment.value
            while case .alias = root.operation.lowering { root = root.inputs[0] }
            var value = assignment.value
            switch root.operation.lowering {
            case .leaf, .broadcast: value = program.graph.tensor(Identity(), [value])
            default: break
            }
            result.assign(value, to: assignment.state)
        }
        for scalar in program.traces { result.trace(scalar) }
        return result
    }

    private mutating func emitPlan() -> Plan {
        for (index, unit) in schedule.units.enumerated() {
            switch unit.kind {
            case .fused(let count): emitFused(unit: index, count: count)
            case .instruction: emitInstruction(unit.nodes.first!)
            case .assembly: emitAssembly(unit.nodes.first!)
            }
        }
        // Traces before copies: a trace may read a state's old value.
        for (column, scalar) in program.traces.enumerated() {
            let (node, offset) = schedule.base(scalar.id)
            let trace = PlanEmitter.Place(
                buffer: emitter.buffer(.trace, count: program.traces.count), offset: 0)
            emitter.emit(TK_TRACE, [trace, place(node, offset)], dimensions: [program.traces.count, column])
        }
        for assignment in program.assignments {
            let (node, offset) = schedule.base(assignment.value.id)
            if placement.states[node] == assignment.state { continue }
            let count = assignment.value.shape.count
            let target = PlanEmitter.Place(
                buffer: emitter.buffer(.state(assignment.state), count: count), offset: 0)
            emitter.emit(TK_COPY, [target, place(node, offset)], dimensions: [count])
        }
        return Plan(
            emitter, arenaCount: placement.arenaCount, streamNames: graph.streamNames,
            traceWidth: program.traces.count)
    }

    /// Where element `offset` of a stored node lies.
    private mutating func place(_ node: Int, _ offset: Int = 0) -> PlanEmitter.Place {
        let operation = graph.nodes[node].operation
        if let leaf = operation as? Leaf {
            return .init(buffer: emitter.buffer(leaf.buffer, count: leaf.shape.count), offset: offset)
        }
        if let constant = operation as? Constant {
            let place = emitter.place(ofConstant: constant.bits)
            return .init(buffer: place.buffer, offset: place.offset + offset)
        }
        if let state = placement.states[node] {
            return .init(buffer: emitter.buffer(.state(state), count: schedule.count(node)), offset: offset)
        }
        if let part = placement.parts[node] { return place(part.assembly, part.offset + offset) }
        return .init(buffer: Plan.arena, offset: placement.arena[node]! + offset)
    }

    private mutating func emitInstruction(_ node: Int) {
        guard case .instruction(let template) = graph.nodes[node].operation.lowering else { return }
        let inputs = graph.nodes[node].inputs
        let instruction = template(inputs.map { graph.nodes[$0].shape }, graph.nodes[node].shape)
        var places = [place(node)]
        for input in inputs {
            let (base, offset) = schedule.base(input)
            places.append(place(base, offset))
        }
        emitter.emit(
            instruction.opcode, flags: instruction.flags, places, dimensions: instruction.dimensions,
            stream: instruction.stream, extents: instruction.extents)
    }

    private mutating func emitAssembly(_ node: Int) {
        let assembly = graph.nodes[node].operation as! Assemble
        var end = 0
        func zero(upTo offset: Int) {
            if offset > end { emitter.emit(TK_ZERO, [place(node, end)], dimensions: [offset - end]) }
        }
        for (offset, input) in zip(assembly.offsets, graph.nodes[node].inputs) {
            zero(upTo: offset)
            let (base, start) = schedule.base(input)
            end = offset + schedule.count(input)
            if let part = placement.parts[base], part.assembly == node, part.offset == offset { continue }
            emitter.emit(
                TK_COPY, [place(node, offset), place(base, start)], dimensions: [schedule.count(input)])
        }
        zero(upTo: assembly.count)
    }

    private mutating func emitFused(unit: Int, count: Int) {
        let nodes = schedule.units[unit].nodes
        let stored = nodes.filter { schedule.stored.contains($0) && schedule.unit[$0] == unit }.sorted()
        let resultSlots = Dictionary(
            uniqueKeysWithValues: stored.map { ($0, emitter.slot(place($0))) })
        var sums: [Int: [Int32]] = [:]
        for sum in schedule.units[unit].sums {
            let summed = schedule.base(graph.nodes[sum].inputs[0]).node
            sums[summed, default: []].append(emitter.slot(place(sum)))
        }
        let builder = FusedProgramBuilder(
            unit: unit, schedule: schedule, keeping: Set(resultSlots.keys).union(sums.keys),
            one: emitter.slot(emitter.place(ofConstant: [Float(1).bitPattern])),
            slot: { node, offset in emitter.slot(place(node, offset)) })
        let output = builder.build(
            resultSlots: resultSlots, sums: sums,
            overwritten: { [placement, graph] node in
                placement.states[node].map(graph.leaves(ofState:)) ?? []
            })
        emitter.emit(output, count: count)
    }
}
