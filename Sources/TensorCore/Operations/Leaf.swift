/// Bound memory: a state, a data matrix or a table.
struct Leaf: Operation {
    let buffer: BufferName
    let shape: Shape

    var name: String { "\(buffer)" }
    func resultShape(_ inputs: [Shape]) -> Shape { shape }
    func gradient(_ node: DifferentiatedNode) -> [Tensor?] { [] }
    func evaluate(_ inputs: [ReferenceValue], _ context: ReferenceContext) -> [Double] {
        context.value(of: buffer, count: shape.count)
    }
    var lowering: Lowering { .leaf }
}

/// What a plan is bound to by name.
public enum BufferName: Sendable, Hashable, CustomStringConvertible {
    /// Lives between steps; read and written.
    case state(String)
    /// Read only.
    case data(String)
    /// One row per step; read only.
    case table(String)
    /// One row of scalars per step; written.
    case trace

    /// For example, `state parameters`.
    public var description: String {
        switch self {
        case .state(let name): "state \(name)"
        case .data(let name): "data \(name)"
        case .table(let name): "table \(name)"
        case .trace: "trace"
        }
    }
}
