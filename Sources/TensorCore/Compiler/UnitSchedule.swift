import CTensorKernels

/// Groups the nodes of a program into units: fused elementwise programs, single instructions, assemblies.
///
/// Units run in the order of their numbers. An elementwise node joins the earliest unit of as many elements
/// that runs no sooner than its inputs are ready; every other node is a unit of its own. Fusing never changes
/// a bit, because every elementwise operation rounds by itself.
struct UnitSchedule {
    /// One unit.
    struct Unit {
        enum Kind { case fused(count: Int), instruction, assembly }
        let kind: Kind
        /// In the order of evaluation; one node unless fused.
        var nodes: [Int]
    }

    /// Beyond so many operations a program's registers would leave the first-level cache.
    static let longestProgram = 96

    let graph: Graph
    private(set) var units: [Unit] = []
    /// The unit of each node that has one.
    private(set) var unit: [Int: Int] = [:]
    /// Nodes read from memory, by another unit or after the last.
    private(set) var stored: Set<Int> = []
    /// Units that read each node's memory, ascending; `units.count` stands for after the last.
    private(set) var readers: [Int: Set<Int>] = [:]

    init(_ program: Program) {
        graph = program.graph
        let roots = (program.assignments.map(\.value) + program.traces).map(\.id)
        var live = Set(roots)
        for id in stride(from: live.max() ?? -1, through: 0, by: -1) where live.contains(id) {
            live.formUnion(graph.nodes[id].inputs)
        }
        // A table's row depends on nothing; read late, it would keep the optimiser's step from being fused.
        let order = live.sorted()
        for id in order where graph.nodes[id].operation is TableRow { place(id) }
        for id in order where !(graph.nodes[id].operation is TableRow) { place(id) }
        for root in roots { storeAfterBroadcast(root) }
        for index in units.indices { noteReads(of: index) }
        for root in roots { noteRead(of: base(root).node, by: units.count) }
    }

    /// The node whose memory holds `id`, and at which element `id` starts in it.
    func base(_ id: Int) -> (node: Int, offset: Int) {
        var (node, offset) = (id, 0)
        while case .alias(let shift) = graph.nodes[node].operation.lowering {
            offset += shift
            node = graph.nodes[node].inputs[0]
        }
        return (node, offset)
    }

    func count(_ id: Int) -> Int { graph.nodes[id].shape.count }

    /// How an elementwise node of `count` elements in unit `current` reads an input.
    enum Access {
        /// The register of another node of the same unit.
        case register(node: Int)
        /// Memory: of `node` from `offset` on, element (i / repeats) % period, or element i where direct.
        case memory(node: Int, offset: Int, repeats: Int, period: Int, direct: Bool)
    }

    func access(_ input: Int, count: Int, from current: Int?) -> Access {
        let (node, offset) = base(input)
        if case .broadcast = graph.nodes[node].operation.lowering, offset == 0, self.count(node) == count {
            let source = graph.nodes[node].inputs[0]
            let (repeats, period) = Broadcast.pattern(graph.nodes[source].shape, graph.nodes[node].shape)
            let (memory, start) = base(source)
            return .memory(node: memory, offset: start, repeats: repeats, period: period, direct: false)
        }
        if let current, unit[node] == current, offset == 0, self.count(node) == count {
            return .register(node: node)
        }
        return .memory(node: node, offset: offset, repeats: 1, period: count, direct: true)
    }

    /// What a node of a fused unit reads: a broadcast that is written to memory reads its source through itself.
    func operands(of id: Int) -> [Int] { isBroadcast(id) ? [id] : graph.nodes[id].inputs }

    private func isBroadcast(_ node: Int) -> Bool {
        if case .broadcast = graph.nodes[node].operation.lowering { true } else { false }
    }

    private func isLeaf(_ node: Int) -> Bool {
        if case .leaf = graph.nodes[node].operation.lowering { true } else { false }
    }

    private mutating func place(_ id: Int) {
        switch graph.nodes[id].operation.lowering {
        case .leaf, .alias, .broadcast: return
        case .elementwise: placeElementwise(id)
        case .instruction, .assemble:
            for input in graph.nodes[id].inputs { storeAfterBroadcast(input) }
            if case .assemble = graph.nodes[id].operation.lowering {
                append(Unit(kind: .assembly, nodes: [id]))
            } else {
                append(Unit(kind: .instruction, nodes: [id]))
            }
        }
    }

    private mutating func append(_ new: Unit) {
        units.append(new)
        unit[new.nodes[0]] = units.count - 1
    }

    /// Gives a broadcast that is read from memory a unit that writes it there.
    private mutating func storeAfterBroadcast(_ id: Int) {
        let node = base(id).node
        if isBroadcast(node), unit[node] == nil { placeElementwise(node) }
    }

    private mutating func placeElementwise(_ id: Int) {
        let count = count(id)
        var earliest = 0
        for input in operands(of: id) {
            switch access(input, count: count, from: nil) {
            case .register: break
            case .memory(let node, let offset, _, _, let direct):
                if isLeaf(node) { continue }
                if unit[node] == nil {
                    precondition(isBroadcast(node), "node \(node) was not placed before its reader")
                    placeElementwise(node)
                }
                let made = unit[node]!
                // In the same unit the value is taken from its register.
                var joinable = false
                if case .fused = units[made].kind {
                    joinable = direct && offset == 0 && self.count(node) == count
                }
                earliest = max(earliest, joinable ? made : made + 1)
            }
        }
        for candidate in earliest..<max(earliest, units.count) {
            if case .fused(count) = units[candidate].kind, units[candidate].nodes.count < Self.longestProgram
            {
                units[candidate].nodes.append(id)
                unit[id] = candidate
                return
            }
        }
        append(Unit(kind: .fused(count: count), nodes: [id]))
    }

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
