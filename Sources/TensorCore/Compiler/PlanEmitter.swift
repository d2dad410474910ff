import CTensorKernels

/// Collects the tables of a plan.
struct PlanEmitter {
    private(set) var instructions: [tk_instruction] = []
    private(set) var slots: [tk_slot] = []
    private(set) var programs: [tk_program] = []
    private(set) var operands: [tk_operand] = []
    private(set) var ops: [tk_ew_op] = []
    private(set) var results: [Int32] = []
    private(set) var runs: [tk_constant_run] = []
    /// Floats of scratch that the fused programs need.
    private(set) var scratchCount = 0
    private(set) var extents: [Int64] = []
    private(set) var constants: [Float] = []
    private(set) var bindings: [Plan.Binding] = []
    private var knownSlots: [Place: Int32] = [:]
    private var knownConstants: [[UInt32]: Int] = [:]

    /// A float in a buffer.
    struct Place: Hashable {
        let buffer: Int32
        let offset: Int
    }

    /// The slot that points at `place`.
    mutating func slot(_ place: Place) -> Int32 {
        if let known = knownSlots[place] { return known }
        slots.append(tk_slot(buffer: place.buffer, padding: 0, offset: Int64(place.offset)))
        knownSlots[place] = Int32(slots.count - 1)
        return Int32(slots.count - 1)
    }

    /// The buffer number of a binding.
    mutating func buffer(_ name: BufferName, count: Int) -> Int32 {
        if let index = bindings.firstIndex(where: { $0.name == name }) {
            precondition(bindings[index].count == count, "\(name) is bound with two sizes")
            return Plan.firstBinding + Int32(index)
        }
        bindings.append(Plan.Binding(name: name, count: count))
        return Plan.firstBinding + Int32(bindings.count - 1)
    }

    /// The place of constant values.
    mutating func place(ofConstant bits: [UInt32]) -> Place {
        if let known = knownConstants[bits] { return Place(buffer: Plan.constantBuffer, offset: known) }
        let offset = constants.count
        constants += bits.map(Float.init(bitPattern:))
        knownConstants[bits] = offset
        return Place(buffer: Plan.constantBuffer, offset: offset)
    }

    /// Adds an instruction.
    mutating func emit(
        _ opcode: tk_opcode, flags: Int32 = 0, _ places: [Place], dimensions: [Int], stream: Int = 0,
        program: Int = 0, extents newExtents: [Int] = []
    ) {
        let slots = places.map { slot($0) } + [Int32](repeating: 0, count: 3 - places.count)
        let d = dimensions.map(Int64.init) + [Int64](repeating: 0, count: 3 - dimensions.count)
        instructions.append(
            tk_instruction(
                opcode: Int32(opcode.rawValue), flags: flags, slot: (slots[0], slots[1], slots[2]),
                program: Int32(program), stream: Int32(stream), extents: Int32(extents.count),
                dim: (d[0], d[1], d[2])))
        extents += newExtents.map(Int64.init)
    }

    /// Adds a fused program and its instruction.
    mutating func emit(_ output: FusedProgramBuilder.Output, count: Int) {
        programs.append(
            tk_program(
                first_operand: Int32(operands.count), operand_count: Int32(output.operands.count),
                direct_count: Int32(output.directCount), varying_count: Int32(output.varyingCount),
                first_op: Int32(ops.count), op_count: Int32(output.ops.count),
                first_result: Int32(results.count), result_count: Int32(output.results.count),
                sum_count: Int32(output.sums.count), register_count: Int32(output.registerCount)))
        for (index, operand) in output.operands.enumerated() {
            var operand = operand
            if let constant = output.runs[index] {
                operand.period = Int64(runs.count)
                runs += constant.runs.map {
                    tk_constant_run(end: Int64($0.end), value: Float(bitPattern: $0.bits), padding: 0)
                }
            }
            operands.append(operand)
        }
        ops += output.ops
        results += output.results + output.sums
        scratchCount = max(scratchCount, output.scratchCount)
        emit(TK_ELEMENTWISE, [], dimensions: [count], program: programs.count - 1)
    }
}
