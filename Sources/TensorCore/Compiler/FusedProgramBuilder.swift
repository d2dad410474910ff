import CTensorKernels

/// Writes one fused program: the order of its operations, what stays in the accumulator, and its registers.
struct FusedProgramBuilder {
    /// The finished program, its registers numbered; scratch offsets are relative to the plan's scratch.
    struct Output {
        var operands: [tk_operand] = []
        var directCount = 0
        var varyingCount = 0
        var ops: [tk_ew_op] = []
        var results: [Int32] = []
        var sums: [Int32] = []
        var registerCount = 0
        var scratchCount = 0
        /// For the constants of each operand that is written from runs, by the operand's position.
        var runs: [Int: ConstantRuns] = [:]
    }

    private let schedule: UnitSchedule
    private let unit: Int
    private let count: Int
    /// The slot of the constant 1.
    private let one: Int32
    private var steps: [Step] = []

    /// What an operation reads.
    private enum Source: Hashable {
        case value(Int)
        case operand(Int)
    }

    /// An operation, before registers are given out.
    private struct Step {
        let node: Int
        var opcode: tk_ew_opcode
        var sources: [Source]
    }

    private struct Operand: Hashable {
        var kind: UInt32
        var slot: Int32
        var repeats = 1
        var period = 1
        var runs: ConstantRuns?
        /// The node whose memory is read in place.
        var direct: Int?
    }

    private var operands: [Operand] = []
    private var known: [Operand: Int] = [:]

    /// Collects the operations of `unit`; `slot(node, offset)` is where an input lies.
    init(
        unit: Int, schedule: UnitSchedule, keeping kept: Set<Int>, one: Int32,
        slot: (_ node: Int, _ offset: Int) -> Int32
    ) {
        guard case .fused(let count) = schedule.units[unit].kind else { preconditionFailure() }
        self.schedule = schedule
        self.unit = unit
        self.count = count
        self.one = one
        for id in schedule.units[unit].nodes.sorted() {
            let node = schedule.graph.nodes[id]
            if case .elementwise(let opcode) = node.operation.lowering {
                let sources = node.inputs.map {
                    source(schedule.access($0, count: count, from: unit), slot)
                }
                steps.append(Step(node: id, opcode: opcode, sources: sources))
            } else {
                let own = source(schedule.access(id, count: count, from: nil), slot)
                steps.append(Step(node: id, opcode: TK_EW_COPY, sources: [own]))
            }
        }
        scaleRuns(keeping: kept)
        joinProducts(keeping: kept)
        order()
    }

    private mutating func source(
        _ access: UnitSchedule.Access, _ slot: (_ node: Int, _ offset: Int) -> Int32
    ) -> Source {
        guard case .memory(let node, let offset, let repeats, let period, let direct) = access else {
            guard case .register(let node) = access else { preconditionFailure() }
            return .value(node)
        }
        var operand = Operand(kind: TK_OPERAND_DIRECT.rawValue, slot: 0)
        if direct, offset == 0, let runs = schedule.runs(node),
            runs.runs.last!.end == count
        {
            if runs.runs.count == 1 {
                operand.kind = TK_OPERAND_SCALAR.rawValue
                operand.slot = slot(node, 0)
            } else {
                operand.kind = TK_OPERAND_RUNS.rawValue
                operand.slot = one
                operand.runs = runs
            }
        } else {
            operand.slot = slot(node, offset)
            if direct {
                operand.direct = node
            } else if period == 1 {
                operand.kind = TK_OPERAND_SCALAR.rawValue
            } else {
                operand.kind =
                    repeats == 1 ? TK_OPERAND_PERIODIC.rawValue : TK_OPERAND_REPEATED.rawValue
                operand.repeats = repeats
                operand.period = period
            }
        }
        return .operand(add(operand))
    }

    /// A scalar times a constant of few runs is an operand itself: a mask that a hyperparameter turns on.
    private mutating func scaleRuns(keeping kept: Set<Int>) {
        var scaled: [Int: Source] = [:]
        for step in steps where step.opcode == TK_EW_MULTIPLY && !kept.contains(step.node) {
            for side in 0..<2 {
                guard case .operand(let mask) = step.sources[side], operands[mask].runs != nil,
                    operands[mask].slot == one,
                    case .operand(let factor) = step.sources[1 - side],
                    operands[factor].kind == TK_OPERAND_SCALAR.rawValue
                else { continue }
                var operand = operands[mask]
                operand.slot = operands[factor].slot
                scaled[step.node] = .operand(add(operand))
                break
            }
        }
        guard !scaled.isEmpty else { return }
        steps = steps.filter { scaled[$0.node] == nil }
        for index in steps.indices {
            steps[index].sources = steps[index].sources.map { source in
                if case .value(let node) = source, let operand = scaled[node] { operand } else { source }
            }
        }
        dropUnusedOperands()
    }

    /// The number of an operand, an equal one where there is one.
    private mutating func add(_ operand: Operand) -> Int {
        if let index = known[operand] { return index }
        operands.append(operand)
        known[operand] = operands.count - 1
        return operands.count - 1
    }

    private mutating func dropUnusedOperands() {
        var used: Set<Int> = []
        for case .operand(let index) in steps.flatMap(\.sources) { used.insert(index) }
        let kept = operands.indices.filter(used.contains)
        let number = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        operands = kept.map { operands[$0] }
        known = Dictionary(uniqueKeysWithValues: operands.enumerated().map { ($1, $0) })
        for index in steps.indices {
            steps[index].sources = steps[index].sources.map { source in
                if case .operand(let old) = source { .operand(number[old]!) } else { source }
            }
        }
    }

    /// A product that is only ever added to or subtracted from something becomes one operation with the sum.
    ///
    /// Both still round, so no bit changes.
    private mutating func joinProducts(keeping kept: Set<Int>) {
        var uses: [Int: Int] = [:]
        for case .value(let node) in steps.flatMap(\.sources) { uses[node, default: 0] += 1 }
        let position = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1.node, $0) })
        var joined: Set<Int> = []
        for index in steps.indices
        where steps[index].opcode == TK_EW_ADD || steps[index].opcode == TK_EW_SUBTRACT {
            for side in 0..<2 {
                guard case .value(let node) = steps[index].sources[side], uses[node] == 1,
                    !kept.contains(node),
                    let product = position[node], steps[product].opcode == TK_EW_MULTIPLY
                else { continue }
                let isDifference = steps[index].opcode == TK_EW_SUBTRACT
                steps[index].opcode =
                    !isDifference
                    ? TK_EW_MULTIPLY_ADD : side == 0 ? TK_EW_MULTIPLY_SUBTRACT : TK_EW_SUBTRACT_PRODUCT
                steps[index].sources = steps[product].sources + [steps[index].sources[1 - side]]
                joined.insert(product)
                break
            }
        }
        steps = steps.indices.filter { !joined.contains($0) }.map { steps[$0] }
    }

    /// Orders the operations depth first, the larger subtree before the smaller, so that most results are
    /// used at once.
    private mutating func order() {
        let position = Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1.node, $0) })
        var isRead: Set<Int> = []
        var weight: [Int: Int] = [:]
        for step in steps {
            var own = 1
            for case .value(let node) in step.sources {
                isRead.insert(node)
                // A value read twice counts twice, so this doubles along a chain of such: bounded.
                own = min(own + weight[node]!, 1 << 20)
            }
            weight[step.node] = own
        }
        var done: Set<Int> = []
        var ordered: [Step] = []
        func emit(_ node: Int) {
            guard done.insert(node).inserted else { return }
            let step = steps[position[node]!]
            let inputs = step.sources.compactMap { source -> Int? in
                if case .value(let input) = source { input } else { nil }
            }
            for input in inputs.sorted(by: { (weight[$1]!, $0) < (weight[$0]!, $1) }) { emit(input) }
            ordered.append(step)
        }
        for step in steps where !isRead.contains(step.node) { emit(step.node) }
        steps = ordered
    }

    /// Gives out registers and writes the program.
    ///
    /// `overwritten(node)` names the leaves whose memory the node's result replaces.
    func build(resultSlots: [Int: Int32], sums: [Int: [Int32]], overwritten: (Int) -> [Int]) -> Output {
        var output = Output()
        // Operands in the order that the interpreter wants, and their registers.
        let kinds = { (index: Int) in operands[index].kind }
        let direct = operands.indices.filter { kinds($0) == TK_OPERAND_DIRECT.rawValue }
        let scalars = operands.indices.filter { kinds($0) == TK_OPERAND_SCALAR.rawValue }
        let varying = operands.indices.filter { !direct.contains($0) && !scalars.contains($0) }
        let resultNodes = steps.map(\.node).filter { resultSlots[$0] != nil }
        let moving = direct.count + resultNodes.count
        var register: [Int: Int32] = [:]
        for (number, index) in direct.enumerated() { register[index] = Int32(number) }
        for (number, index) in (varying + scalars).enumerated() { register[index] = Int32(moving + number) }
        let resultRegister = Dictionary(
            uniqueKeysWithValues: resultNodes.enumerated().map { ($1, Int32(direct.count + $0)) })
        var registers = Registers(first: Int32(operands.count + resultNodes.count))

        // When each value is read from memory for the last time, and what the accumulator holds.
        var lastRead: [Int: Int] = [:]
        var lastDirect: [Int: Int] = [:]
        var modes: [Int] = []
        for (index, step) in steps.enumerated() {
            let held = index > 0 ? steps[index - 1].node : nil
            let mode = held.flatMap { held in step.sources.firstIndex(of: .value(held)) }
            modes.append(mode.map { $0 + 1 } ?? 0)
            for (place, source) in step.sources.enumerated() {
                switch source {
                case .value(let node): if place != mode { lastRead[node] = index }
                case .operand(let operand):
                    if let node = operands[operand].direct { lastDirect[node] = index }
                }
            }
        }

        var home: [Int: Int32] = [:]
        var delayed: [(from: Int32, to: Int32)] = []
        for (index, step) in steps.enumerated() {
            let sources = step.sources.enumerated().map { place, source -> Int32 in
                switch source {
                case .operand(let operand): return register[operand]!
                case .value(let node): return place + 1 == modes[index] ? 0 : home[node]!
                }
            }
            // In the order of the sources, each once: the order of a set differs in every process.
            for (place, source) in step.sources.enumerated() {
                if case .value(let node) = source, lastRead[node] == index, resultRegister[node] == nil,
                    step.sources.firstIndex(of: source) == place, let free = home[node]
                {
                    registers.free.append(free)
                }
            }
            var destination: Int32 = -1
            if let result = resultRegister[step.node] {
                destination = result
                if overwritten(step.node).contains(where: { (lastDirect[$0] ?? -1) > index }) {
                    // A later operation still reads the old value: keep the new one aside until the end.
                    destination = registers.take()
                    delayed.append((destination, result))
                }
            } else if lastRead[step.node] != nil {
                destination = registers.take()
            }
            home[step.node] = destination
            var scalars = 0
            for (place, source) in step.sources.enumerated() {
                if case .operand(let operand) = source, kinds(operand) == TK_OPERAND_SCALAR.rawValue {
                    scalars |= 1 << place
                }
            }
            output.append(
                step.opcode, accumulator: modes[index], scalars: scalars, destination, sources)
            for slot in sums[step.node] ?? [] {
                output.append(TK_EW_SUM, accumulator: 1, -1, [0], sum: output.sums.count)
                output.sums.append(slot)
            }
        }
        for copy in delayed { output.append(TK_EW_COPY, accumulator: 0, copy.to, [copy.from]) }

        let block = Int(TK_BLOCK)
        output.registerCount = Int(registers.count)
        output.scratchCount = (output.registerCount - moving) * block
        for index in direct + varying + scalars {
            let operand = operands[index]
            var scratch = max(0, Int(register[index]!) - moving) * block
            if operand.kind == TK_OPERAND_PERIODIC.rawValue {
                scratch = output.scratchCount
                output.scratchCount += 2 * block
            }
            if let runs = operand.runs { output.runs[output.operands.count] = runs }
            output.operands.append(
                tk_operand(
                    kind: Int32(operand.kind), slot: operand.slot, reg: register[index]!, padding: 0,
                    scratch: Int64(scratch), repeat: Int64(operand.repeats), period: Int64(operand.period)))
        }
        output.directCount = direct.count
        output.varyingCount = varying.count
        output.results = resultNodes.map { resultSlots[$0]! }
        return output
    }

    /// Registers in memory for values that wait.
    private struct Registers {
        var count: Int32
        var free: [Int32] = []

        init(first: Int32) { count = first }

        mutating func take() -> Int32 {
            if let register = free.popLast() { return register }
            count += 1
            return count - 1
        }
    }
}

extension FusedProgramBuilder.Output {
    fileprivate mutating func append(
        _ opcode: tk_ew_opcode, accumulator: Int, scalars: Int = 0, _ destination: Int32,
        _ sources: [Int32], sum: Int = 0
    ) {
        ops.append(
            tk_ew_op(
                opcode: Int32(opcode.rawValue) * 32 + Int32(8 * accumulator + scalars),
                destination: destination, a: sources[0],
                b: sources.count > 1 ? sources[1] : 0, c: sources.count > 2 ? sources[2] : 0,
                sum: Int32(sum)))
    }
}
