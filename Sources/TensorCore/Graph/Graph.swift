/// A pure function under construction: nodes that are shared where they are equal.
///
/// Building an expression records nodes; nothing is computed. A graph is used by one task at a time.
public final class Graph {
    struct Node {
        let operation: any Operation
        let inputs: [Int]
        let shape: Shape
    }

    private struct Key: Hashable {
        let operation: AnyHashable
        let inputs: [Int]
    }

    private(set) var nodes: [Node] = []
    private var known: [Key: Int] = [:]
    /// The names of the random streams drawn from, in the order of first use.
    public private(set) var streamNames: [String] = []

    /// An empty graph.
    public init() {}

    /// The node of `operation` on `inputs`: an existing one where there is an equal one.
    public func tensor(_ operation: some Operation, _ inputs: [Tensor] = []) -> Tensor {
        if let simpler = canonical(operation, inputs) { return simpler }
        let ids = inputs.map(\.id)
        let key = Key(operation: AnyHashable(operation), inputs: ids)
        if let id = known[key] { return Tensor(graph: self, id: id) }
        let shape = operation.resultShape(inputs.map(\.shape))
        nodes.append(Node(operation: operation, inputs: ids, shape: shape))
        known[key] = nodes.count - 1
        return Tensor(graph: self, id: nodes.count - 1)
    }

    /// Gives the table `name`, whose rows were read with a provisional width, the one it turned out to have.
    ///
    /// To be called when everything is traced: elements beyond `width` must not have been read.
    public func setWidth(ofTable name: String, to width: Int) {
        for id in nodes.indices {
            let node = nodes[id]
            if let leaf = node.operation as? Leaf, leaf.buffer == .table(name) {
                let leaf = Leaf(buffer: leaf.buffer, shape: [width])
                nodes[id] = Node(operation: leaf, inputs: node.inputs, shape: leaf.shape)
            } else if node.operation is TableRow,
                (nodes[node.inputs[0]].operation as? Leaf)?.buffer == .table(name)
            {
                nodes[id] = Node(operation: TableRow(width: width), inputs: node.inputs, shape: [width])
            }
        }
    }

    /// The nodes that read the state `name`.
    func leaves(ofState name: String) -> [Int] {
        nodes.indices.filter { (nodes[$0].operation as? Leaf)?.buffer == .state(name) }
    }

    /// What is drawn from each stream; another kind or shape would use the same counters again.
    private var streamKinds: [String] = []

    /// The number of the stream `name`, of which draws of one kind and shape are made.
    func stream(_ name: String, kind: String) -> Int {
        if let index = streamNames.firstIndex(of: name) {
            precondition(
                streamKinds[index] == kind, "stream \(name) is drawn as \(streamKinds[index]) and as \(kind)")
            return index
        }
        streamNames.append(name)
        streamKinds.append(kind)
        return streamNames.count - 1
    }
}

/// A handle to a node of a graph.
public struct Tensor {
    /// The graph it belongs to.
    public let graph: Graph
    let id: Int

    /// Its shape.
    public var shape: Shape { node.shape }
    var node: Graph.Node { graph.nodes[id] }
    var operation: any Operation { node.operation }
    var inputs: [Tensor] { node.inputs.map { Tensor(graph: graph, id: $0) } }

    /// Whether two handles name the same node.
    public func isSame(as other: Tensor) -> Bool { graph === other.graph && id == other.id }

    /// The value, when the node is a constant scalar or a broadcast of one.
    var constantValue: Float? {
        if let constant = operation as? Constant, constant.bits.count == 1 { return constant.values[0] }
        if operation is Broadcast { return inputs[0].constantValue }
        return nil
    }
}
