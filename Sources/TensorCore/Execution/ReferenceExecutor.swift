import Numerics

/// What the reference evaluation of a step is bound to.
public struct ReferenceContext {
    /// Values of states and data by name.
    public var buffers: [BufferName: [Double]]
    /// This step's row of each table.
    public var tableRows: [String: [Double]]
    /// One key per random stream of the graph.
    public var keys: [RandomKey]
    /// The global number of the step.
    public var step: Int

    /// A binding.
    public init(
        buffers: [BufferName: [Double]] = [:], tableRows: [String: [Double]] = [:], keys: [RandomKey] = [],
        step: Int = 0
    ) {
        self.buffers = buffers
        self.tableRows = tableRows
        self.keys = keys
        self.step = step
    }

    func value(of buffer: BufferName, count: Int) -> [Double] {
        var found = buffers[buffer]
        if case .table(let name) = buffer { found = tableRows[name] }
        guard let found, found.count == count else {
            preconditionFailure("\(buffer) is not bound to \(count) values")
        }
        return found
    }
}

/// Interprets a graph in Float64, slowly and obviously: the oracle for kernels and derivatives.
public enum ReferenceExecutor {
    /// The values of `tensors`.
    public static func evaluate(_ tensors: [Tensor], _ context: ReferenceContext) -> [[Double]] {
        guard let graph = tensors.first?.graph else { return [] }
        var values: [Int: ReferenceValue] = [:]
        var needed = Set(tensors.map(\.id))
        for id in stride(from: needed.max()!, through: 0, by: -1) where needed.contains(id) {
            needed.formUnion(graph.nodes[id].inputs)
        }
        for id in needed.sorted() {
            let node = graph.nodes[id]
            let elements = node.operation.evaluate(node.inputs.map { values[$0]! }, context)
            values[id] = ReferenceValue(elements: elements, shape: node.shape)
        }
        return tensors.map { values[$0.id]!.elements }
    }

    /// Runs one step of `program` and writes its assignments into the context; returns the traced scalars.
    public static func step(_ program: Program, _ context: inout ReferenceContext) -> [Double] {
        let values = evaluate(program.assignments.map(\.value) + program.traces, context)
        for (assignment, value) in zip(program.assignments, values) {
            context.buffers[.state(assignment.state)] = value
        }
        return values.dropFirst(program.assignments.count).map { $0[0] }
    }
}
