/// Decides where every stored value lies: in a state, inside an assembly, or on its own in the arena.
struct Placement {
    /// Arena offsets, by the node that owns the buffer.
    private(set) var arena: [Int: Int] = [:]
    /// Parts computed in place: the assembly and the offset in it.
    private(set) var parts: [Int: (assembly: Int, offset: Int)] = [:]
    /// Values written straight into the state they are assigned to.
    private(set) var states: [Int: String] = [:]
    /// Floats of arena.
    private(set) var arenaCount = 0

    private let schedule: UnitSchedule

    init(_ program: Program, _ schedule: UnitSchedule) {
        self.schedule = schedule
        placeStates(program)
        placeParts()
        placeArena()
    }

    /// An assigned value may overwrite the state at once when nothing reads the old value afterwards.
    private mutating func placeStates(_ program: Program) {
        let graph = program.graph
        for assignment in program.assignments {
            let (node, offset) = schedule.base(assignment.value.id)
            guard offset == 0, states[node] == nil, case .elementwise = graph.nodes[node].operation.lowering,
                schedule.count(node) == assignment.value.shape.count
            else { continue }
            let unit = schedule.unit[node]!
            let oldValues = graph.leaves(ofState: assignment.state)
            let lastReader = oldValues.compactMap { schedule.readers[$0]?.max() }.max() ?? -1
            guard lastReader <= unit, lastReader < unit || readsInPlace(oldValues, unit) else { continue }
            states[node] = assignment.state
        }
    }

    /// Whether the unit reads the old values only at the element it is writing.
    private func readsInPlace(_ leaves: [Int], _ unit: Int) -> Bool {
        guard case .fused(let count) = schedule.units[unit].kind else { return false }
        for id in schedule.units[unit].nodes {
            for input in schedule.operands(of: id) {
                if case .memory(let node, let offset, _, _, let direct) = schedule.access(
                    input, count: count, from: unit),
                    leaves.contains(node)
                {
                    guard direct, offset == 0 else { return false }
                }
            }
        }
        return true
    }

    private mutating func placeParts() {
        let graph = schedule.graph
        for unit in schedule.units {
            guard case .assembly = unit.kind else { continue }
            let assembly = unit.nodes.first!
            let offsets = (graph.nodes[assembly].operation as! Assemble).offsets
            for (offset, input) in zip(offsets, graph.nodes[assembly].inputs) {
                let (node, start) = schedule.base(input)
                guard start == 0, schedule.count(node) == schedule.count(input), parts[node] == nil,
                    states[node] == nil
                else { continue }
                switch graph.nodes[node].operation.lowering {
                case .elementwise, .instruction: parts[node] = (assembly, offset)
                case .leaf, .alias, .broadcast, .assemble: continue
                }
            }
        }
    }

    private mutating func placeArena() {
        var lifetimes: [Int: (first: Int, last: Int)] = [:]
        for node in schedule.stored.sorted() where states[node] == nil {
            guard let unit = schedule.unit[node] else { continue }
            let owner = parts[node]?.assembly ?? node
            let last = schedule.readers[node]!.max()!
            let known = lifetimes[owner] ?? (unit, unit)
            lifetimes[owner] = (min(known.first, unit), max(known.last, last))
        }
        let owners = lifetimes.keys.sorted()
        let (offsets, total) = ArenaPlanner.plan(
            owners.map {
                ArenaPlanner.Request(
                    count: schedule.count($0), first: lifetimes[$0]!.first, last: lifetimes[$0]!.last)
            })
        for (owner, offset) in zip(owners, offsets) { arena[owner] = offset }
        arenaCount = total
    }
}
