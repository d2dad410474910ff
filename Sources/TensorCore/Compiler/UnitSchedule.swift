import CTensorKernels

/// Groups the nodes of a program into units: fused elementwise programs, single instructions, assemblies.
///
/// Units run in the order of their numbers. Instructions keep the order of the graph; an elementwise node is
/// computed just before the first instruction that needs it, together with what it is made of, so that values
/// wait in memory as little as possible. A cheap value that a later program needs again is computed again
/// there rather than stored. Sums of all elements belong to the program that makes the elements. None of this
/// changes a bit, because every elementwise operation rounds by itself.
struct UnitSchedule {
    /// One unit.
    struct Unit {
        enum Kind { case fused(count: Int), instruction, assembly }
        let kind: Kind
        /// One node unless fused.
        var nodes: Set<Int>
        /// Sums over all elements of one of the nodes, for fused units.
        var sums: [Int] = []
    }

    /// Beyond so many operations a program's registers would leave the first-level cache.
    static let longestProgram = 96
    /// A value is computed again rather than stored when that takes at most so many operations.
    static let longestRecomputation = 4

    let graph: Graph
    /// What is asked of every node again and again.
    private let facts: [Facts]
    private(set) var units: [Unit] = []
    /// The unit that stores each node, if anything does.
    private(set) var unit: [Int: Int] = [:]
    /// Nodes read from memory, by another unit or after the last.
    private(set) var stored: Set<Int> = []
    /// Units that read each node's memory, ascending; `units.count` stands for after the last.
    private(set) var readers: [Int: Set<Int>] = [:]
    /// Nodes that some unit so far reads from memory.
    private var inMemory: Set<Int> = []

    /// A node's lowering, size and memory.
    private struct Facts {
        enum Kind { case leaf, alias, broadcast, elementwise(tk_ew_opcode), instruction, assembly }
        let kind: Kind
        let count: Int
        /// The node whose memory holds it, and at which element it starts there.
        let base: Int
        let offset: Int
        /// For broadcasts: element i is element (i / repeats) % period of the source.
        let repeats: Int
        let period: Int
        let runs: ConstantRuns?
    }

    private static func facts(_ graph: Graph) -> [Facts] {
        var facts: [Facts] = []
        facts.reserveCapacity(graph.nodes.count)
        for (id, node) in graph.nodes.enumerated() {
            var (base, offset, repeats, period) = (id, 0, 1, 1)
            let kind: Facts.Kind
            var runs: ConstantRuns?
            switch node.operation.lowering {
            case .leaf:
                kind = .leaf
                runs = ConstantRuns(node.operation)
            case .alias(let shift):
                kind = .alias
                base = facts[node.inputs[0]].base
                offset = facts[node.inputs[0]].offset + shift
            case .broadcast:
                kind = .broadcast
                (repeats, period) = Broadcast.pattern(graph.nodes[node.inputs[0]].shape, node.shape)
            case .elementwise(let opcode): kind = .elementwise(opcode)
            case .instruction: kind = .instruction
            case .assemble: kind = .assembly
            }
            facts.append(
                Facts(
                    kind: kind, count: node.shape.count, base: base, offset: offset, repeats: repeats,
                    period: period, runs: runs))
        }
        return facts
    }

    init(_ program: Program) {
        graph = program.graph
        facts = Self.facts(program.graph)
        let roots = (program.assignments.map(\.value) + program.traces).map(\.id)
        var live = Set(roots)
        for id in stride(from: live.max() ?? -1, through: 0, by: -1) where live.contains(id) {
            live.formUnion(graph.nodes[id].inputs)
        }
        for id in live.sorted() { place(id) }
        compute(roots)
        for index in units.indices { noteReads(of: index) }
        for root in roots { noteRead(of: base(root).node, by: units.count) }
    }

    /// The node whose memory holds `id`, and at which element `id` starts in it.
    func base(_ id: Int) -> (node: Int, offset: Int) { (facts[id].base, facts[id].offset) }

    func count(_ id: Int) -> Int { facts[id].count }

    /// The runs of a constant of few different neighbours.
    func runs(_ id: Int) -> ConstantRuns? { facts[id].runs }

    /// How an elementwise node of `count` elements in unit `current` reads an input.
    enum Access {
        /// The value of another node of the same unit.
        case register(node: Int)
        /// Memory: of `node` from `offset` on, element (i / repeats) % period, or element i where direct.
        case memory(node: Int, offset: Int, repeats: Int, period: Int, direct: Bool)
    }

    func access(_ input: Int, count: Int, from current: Int?) -> Access {
        let (node, offset) = base(input)
        if isBroadcast(node), offset == 0, self.count(node) == count {
            let source = graph.nodes[node].inputs[0]
            let (repeats, period) = (facts[node].repeats, facts[node].period)
            if repeats == 1, period == count { return access(source, count: count, from: current) }
            let (memory, start) = base(source)
            return .memory(node: memory, offset: start, repeats: repeats, period: period, direct: false)
        }
        if let current, units[current].nodes.contains(node), offset == 0, self.count(node) == count {
            return .register(node: node)
        }
        return .memory(node: node, offset: offset, repeats: 1, period: count, direct: true)
    }

    /// What a node of a fused unit reads: a broadcast that is written to memory reads its source through itself.
    func operands(of id: Int) -> [Int] { isBroadcast(id) ? [id] : graph.nodes[id].inputs }

    private func isBroadcast(_ node: Int) -> Bool {
        if case .broadcast = facts[node].kind { true } else { false }
    }

    private func isElementwise(_ node: Int) -> Bool {
        if case .elementwise = facts[node].kind { true } else { false }
    }

    private func isLeaf(_ node: Int) -> Bool {
        if case .leaf = facts[node].kind { true } else { false }
    }

    // MARK: Instructions

    private mutating func place(_ id: Int) {
        switch facts[id].kind {
        case .leaf, .alias, .broadcast, .elementwise: return
        case .instruction:
            let node = graph.nodes[id]
            guard case .instruction(let template) = node.operation.lowering else { return }
            let instruction = template(node.inputs.map { graph.nodes[$0].shape }, node.shape)
            if instruction.opcode == TK_SUM_ROWS, instruction.dimensions[0] == 1, absorb(sum: id) { return }
            compute(node.inputs)
            append(Unit(kind: .instruction, nodes: [id]))
        case .assembly:
            compute(graph.nodes[id].inputs)
            append(Unit(kind: .assembly, nodes: [id]))
        }
    }

    private mutating func append(_ new: Unit) {
        units.append(new)
        for node in new.nodes where unit[node] == nil { unit[node] = units.count - 1 }
    }

    /// Makes a sum of all elements a part of the program that computes the elements.
    private mutating func absorb(sum id: Int) -> Bool {
        let input = graph.nodes[id].inputs[0]
        let (node, offset) = base(input)
        guard offset == 0, isElementwise(node), count(node) == count(input) else { return false }
        compute([node], storing: false)
        let home = unit[node]!
        units[home].sums.append(id)
        unit[id] = home
        return true
    }

    // MARK: Elementwise programs

    /// What a node of a fused unit depends on beside leaves: the node, and whether element for element.
    private func dependencies(of id: Int) -> [(node: Int, isDirect: Bool)] {
        let count = count(id)
        return operands(of: id).compactMap { input in
            guard
                case .memory(let node, let offset, _, _, let direct) = access(input, count: count, from: nil),
                !isLeaf(node)
            else { return nil }
            return (node, direct && offset == 0 && self.count(node) == count)
        }
    }

    /// Adds units, at the end, that compute those of `ids` which are elementwise and not in memory yet.
    private mutating func compute(_ ids: [Int], storing: Bool = true) {
        let wanted = ids.map { base($0).node }.filter { isElementwise($0) || isBroadcast($0) }
        var cone: Set<Int> = []
        for node in wanted where unit[node] == nil { collect(node, into: &cone) }
        if storing { inMemory.formUnion(wanted) }
        let start = units.count
        // Short values first: the long programs then find their scalars ready.
        var pending = cone.sorted { (count($0), $0) < (count($1), $1) }
        var placed: [Int: Int] = [:]
        while !pending.isEmpty {
            var rest: [Int] = []
            for id in pending {
                let needed = dependencies(of: id).filter { cone.contains($0.node) }
                if needed.allSatisfy({ placed[$0.node] != nil }) {
                    let earliest = max(
                        start, needed.map { placed[$0.node]! + ($0.isDirect ? 0 : 1) }.max() ?? 0)
                    // Scalars take no room: those that can be made early join a program that is there already.
                    placed[id] = join(id, from: count(id) == 1 ? earliestUnit(of: id) : earliest)
                } else {
                    rest.append(id)
                }
            }
            precondition(rest.count < pending.count, "the graph has a cycle")
            pending = rest
        }
    }

    /// The first unit in which all that a scalar depends on is there.
    private func earliestUnit(of id: Int) -> Int {
        dependencies(of: id).map { node, isDirect in
            let made = unit[node]!
            // A sum is there only when the program that makes its elements has ended.
            if isDirect, isElementwise(node), case .fused(1) = units[made].kind { return made }
            return made + 1
        }.max() ?? 0
    }

    /// Puts a node into the first program of as many elements from unit `earliest` on, or into a new one.
    private mutating func join(_ id: Int, from earliest: Int) -> Int {
        let count = count(id)
        let known = (earliest..<max(earliest, units.count)).first { candidate in
            if case .fused(count) = units[candidate].kind {
                return units[candidate].nodes.count < Self.longestProgram
            }
            return false
        }
        if let known {
            units[known].nodes.insert(id)
            if unit[id] == nil { unit[id] = known }
            return known
        }
        append(Unit(kind: .fused(count: count), nodes: [id]))
        return units.count - 1
    }

    private mutating func collect(_ id: Int, into cone: inout Set<Int>) {
        guard cone.insert(id).inserted else { return }
        for (node, isDirect) in dependencies(of: id) where isElementwise(node) || isBroadcast(node) {
            if unit[node] == nil {
                collect(node, into: &cone)
                if !isDirect { inMemory.insert(node) }
            } else if isDirect, !cone.contains(node), !inMemory.contains(node), isRecomputable(node) {
                collect(node, into: &cone)
            } else if !cone.contains(node) {
                inMemory.insert(node)
            }
        }
    }

    /// Whether a computed value that nobody stored yet is better computed again.
    private func isRecomputable(_ id: Int) -> Bool {
        var operations = 0
        var streams: Set<Int> = []
        return recompute(id, &operations, &streams)
    }

    private func recompute(_ id: Int, _ operations: inout Int, _ streams: inout Set<Int>) -> Bool {
        guard case .elementwise(let opcode) = facts[id].kind,
            Self.cheap.contains(opcode.rawValue)
        else { return false }
        operations += 1
        // Not only at the end: a long chain would be walked to its beginning, a call for each operation.
        guard operations <= Self.longestRecomputation else { return false }
        let count = count(id)
        for input in operands(of: id) {
            guard
                case .memory(let node, let offset, _, _, let direct) = access(input, count: count, from: nil)
            else { return false }
            if isElementwise(node), !inMemory.contains(node), direct, offset == 0, self.count(node) == count {
                guard recompute(node, &operations, &streams) else { return false }
            } else if direct {
                if facts[node].runs == nil { streams.insert(node) }
            }
        }
        return streams.count <= 1
    }

    /// Operations that cost no more than reading the result from memory.
    private static let cheap: Set<UInt32> = Set(
        [
            TK_EW_COPY, TK_EW_ADD, TK_EW_SUBTRACT, TK_EW_MULTIPLY, TK_EW_NEGATE, TK_EW_ABSOLUTE,
            TK_EW_MAXIMUM, TK_EW_MINIMUM, TK_EW_GREATER, TK_EW_EQUAL, TK_EW_SELECT, TK_EW_FLUSH,
            TK_EW_SQUARE,
        ].map(\.rawValue))

    // MARK: Reads

    private mutating func noteReads(of index: Int) {
        for id in units[index].nodes {
            switch units[index].kind {
            case .instruction, .assembly:
                for input in graph.nodes[id].inputs { noteRead(of: base(input).node, by: index) }
            case .fused(let count):
                for input in operands(of: id) {
                    if case .memory(let node, _, _, _, _) = access(input, count: count, from: index) {
                        noteRead(of: node, by: index)
                    }
                }
            }
        }
    }

    private mutating func noteRead(of node: Int, by reader: Int) {
        stored.insert(node)
        readers[node, default: []].insert(reader)
    }
}
