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
        let inputs = nodes.map { id -> [UnitSchedule.Access] in
            let own = schedule.graph.nodes[id]
            if case .broadcast = own.operation.lowering {
                return [schedule.access(id, count: count, from: nil)]
            }
            return own.inputs.map { schedule.access($0, count: count, from: unit) }
        }
        var lastUse: [Int: Int] = [:]
        var lastRead: [Int: Int] = [:]
        for (index, accesses) in inputs.enumerated() {
            for access in accesses {
                switch access {
                case .register(let node): lastUse[node] = index
                case .memory(let node, _, _, _, _): lastRead[node] = index
                }
            }
        }
        var registers: [Int: Int32] = [:]
        var delayed: [(from: Int32, to: Int32)] = []
        for (index, id) in nodes.enumerated() {
            let sources = inputs[index].map { access -> Int32 in
                switch access {
                case .register(let node): return registers[node]!
                case .memory(let node, let offset, let repeats, let period, let direct):
                    return operand(slot(node, offset), repeats: repeats, period: period, direct: direct)
                }
            }
            // Registers whose value is read here for the last time may take the result.
            for case .register(let node) in inputs[index]
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
            var opcode = TK_EW_COPY
            if case .elementwise(let own) = schedule.graph.nodes[id].operation.lowering { opcode = own }
            append(opcode, destination, sources)
        }
        for copy in delayed { append(TK_EW_COPY, copy.to, [copy.from]) }
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
