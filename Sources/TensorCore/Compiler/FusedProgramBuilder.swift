import CTensorKernels

/// Allocates the registers of one fused program and writes its operations.
struct FusedProgramBuilder {
    let nodes: [Int]
    let unit: Int
    let count: Int
    let schedule: UnitSchedule

    private(set) var operands: [tk_operand] = []
    private(set) var ops: [tk_ew_op] = []
    private(set) var results: [tk_result] = []
    private(set) var registerCount = 0

    private struct OperandKey: Hashable {
        let slot: Int32
        let repeats: Int
        let period: Int
        let direct: Bool
    }

    private var operandRegisters: [OperandKey: Int32] = [:]
    private var freeRegisters: [Int32] = []

    init(nodes: [Int], unit: Int, count: Int, schedule: UnitSchedule) {
        self.nodes = nodes
        self.unit = unit
        self.count = count
        self.schedule = schedule
    }

    private mutating func newRegister() -> Int32 {
        registerCount += 1
        return Int32(registerCount - 1)
    }

    /// Writes the program.
    ///
    /// `resultSlots` maps the nodes that are stored to where; `overwritten(node)` names the leaves whose memory
    /// the node's result replaces; `slot(node, offset)` is where an input lies.
    mutating func build(
        resultSlots: [Int: Int32], overwritten: (Int) -> [Int], slot: (_ node: Int, _ offset: Int) -> Int32
    ) {
        let steps = joinProducts(
            nodes.map { id -> Step in
                let own = schedule.graph.nodes[id]
                if case .elementwise(let opcode) = own.operation.lowering {
                    return Step(
                        node: id, opcode: opcode,
                        inputs: own.inputs.map { schedule.access($0, count: count, from: unit) })
                }
                return Step(
                    node: id, opcode: TK_EW_COPY, inputs: [schedule.access(id, count: count, from: nil)])
            }, keeping: resultSlots)
        var lastUse: [Int: Int] = [:]
        var lastRead: [Int: Int] = [:]
        for (index, step) in steps.enumerated() {
            for access in step.inputs {
                switch access {
                case .register(let node): lastUse[node] = index
                case .memory(let node, _, _, _, _): lastRead[node] = index
                }
            }
        }
        var registers: [Int: Int32] = [:]
        var delayed: [(from: Int32, to: Int32)] = []
        for (index, step) in steps.enumerated() {
            let id = step.node
            let sources = step.inputs.map { access -> Int32 in
                switch access {
                case .register(let node): return registers[node]!
                case .memory(let node, let offset, let repeats, let period, let direct):
                    return operand(slot(node, offset), repeats: repeats, period: period, direct: direct)
                }
            }
            // Registers whose value is read here for the last time may take the result.
            for case .register(let node) in step.inputs
            where lastUse[node] == index && resultSlots[node] == nil {
                if let register = registers[node], !freeRegisters.contains(register) {
                    freeRegisters.append(register)
                }
            }
            let destination: Int32
            if let slot = resultSlots[id] {
                let result = newRegister()
                results.append(tk_result(slot: slot, reg: result))
                let replaced = overwritten(id)
                if replaced.contains(where: { (lastRead[$0] ?? -1) > index }) {
                    // A later operation still reads the old value: keep the new one aside until the end.
                    destination = newRegister()
                    delayed.append((destination, result))
                } else {
                    destination = result
                }
            } else {
                destination = freeRegisters.popLast() ?? newRegister()
            }
            registers[id] = destination
            if lastUse[id] == nil, resultSlots[id] == nil { freeRegisters.append(destination) }
            append(step.opcode, destination, sources)
        }
        for copy in delayed { append(TK_EW_COPY, copy.to, [copy.from]) }
    }

    /// One operation of the program before registers are given out.
    private struct Step {
        let node: Int
        var opcode: tk_ew_opcode
        var inputs: [UnitSchedule.Access]
    }

    /// A product that is only ever added to or subtracted from something becomes one operation with the sum.
    ///
    /// Both still round, so no bit changes; a pass over the registers is saved.
    private func joinProducts(_ steps: [Step], keeping resultSlots: [Int: Int32]) -> [Step] {
        var uses: [Int: Int] = [:]
        for case .register(let node) in steps.flatMap(\.inputs) { uses[node, default: 0] += 1 }
        var steps = steps
        let position = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1.node, $0) })
        var joined: Set<Int> = []
        for index in steps.indices
        where steps[index].opcode == TK_EW_ADD || steps[index].opcode == TK_EW_SUBTRACT {
            for side in 0..<2 {
                guard case .register(let node) = steps[index].inputs[side], uses[node] == 1,
                    resultSlots[node] == nil,
                    let product = position[node], steps[product].opcode == TK_EW_MULTIPLY
                else { continue }
                let isDifference = steps[index].opcode == TK_EW_SUBTRACT
                steps[index].opcode =
                    !isDifference
                    ? TK_EW_MULTIPLY_ADD : side == 0 ? TK_EW_MULTIPLY_SUBTRACT : TK_EW_SUBTRACT_PRODUCT
                steps[index].inputs = steps[product].inputs + [steps[index].inputs[1 - side]]
                joined.insert(product)
                break
            }
        }
        return steps.indices.filter { !joined.contains($0) }.map { steps[$0] }
    }

    private mutating func append(_ opcode: tk_ew_opcode, _ destination: Int32, _ sources: [Int32]) {
        ops.append(
            tk_ew_op(
                opcode: Int32(opcode.rawValue), destination: destination, a: sources[0],
                b: sources.count > 1 ? sources[1] : sources[0], c: sources.count > 2 ? sources[2] : sources[0]
            ))
    }

    private mutating func operand(_ slot: Int32, repeats: Int, period: Int, direct: Bool) -> Int32 {
        let key = OperandKey(slot: slot, repeats: repeats, period: period, direct: direct)
        if let known = operandRegisters[key] { return known }
        let register = newRegister()
        operandRegisters[key] = register
        operands.append(
            tk_operand(
                slot: slot, reg: register, repeat: Int64(repeats), period: Int64(period),
                direct: direct ? 1 : 0,
                padding: 0))
        return register
    }
}
