/// The derivatives of a scalar with respect to tensors, as tensors of the same graph.
///
/// Reverse accumulation by rules that emit nodes: the result can be differentiated again. A tensor that the
/// scalar does not depend on gets zeros. Contributions are added in descending order of the nodes that make
/// them, disjoint parts of one buffer first, which fixes every rounding.
public func gradient(of scalar: Tensor, withRespectTo tensors: [Tensor]) -> [Tensor] {
    precondition(
        scalar.shape.count == 1, "only a scalar has a gradient, not a tensor of shape \(scalar.shape)")
    let graph = scalar.graph
    // Nodes on a path from one of `tensors`: the others need no cotangent.
    var depends = [Bool](repeating: false, count: scalar.id + 1)
    for tensor in tensors where tensor.id <= scalar.id { depends[tensor.id] = true }
    for id in depends.indices where graph.nodes[id].inputs.contains(where: { depends[$0] }) {
        depends[id] = true
    }

    var contributions: [Int: [Tensor]] = [scalar.id: [graph.constant([1], scalar.shape)]]
    func cotangent(_ id: Int) -> Tensor? {
        contributions[id].map { parts in parts.dropFirst().reduce(parts[0], +) }
    }
    for id in stride(from: scalar.id, through: 0, by: -1) where depends[id] {
        let node = graph.nodes[id]
        guard node.inputs.contains(where: { depends[$0] }), let cotangent = cotangent(id) else { continue }
        let output = Tensor(graph: graph, id: id)
        let rule = DifferentiatedNode(inputs: output.inputs, output: output, cotangent: cotangent)
        for (input, contribution) in zip(node.inputs, node.operation.gradient(rule)) {
            guard depends[input], let contribution else { continue }
            precondition(
                contribution.shape == graph.nodes[input].shape,
                "wrong gradient shape of \(node.operation.name)")
            contributions[input, default: []].add(contribution)
        }
    }
    return tensors.map { cotangent($0.id) ?? graph.scalar(0).broadcast(to: $0.shape) }
}

extension [Tensor] {
    /// Appends a contribution, or merges it into an assembly of disjoint parts that is there already: the
    /// gradient of a parameter buffer is then assembled once, and only then added to anything else.
    fileprivate mutating func add(_ contribution: Tensor) {
        for index in indices {
            if let merged = Assemble.merged(self[index], contribution) {
                self[index] = merged
                return
            }
        }
        append(contribution)
    }
}
