/// One step as a pure function: what it assigns to states and what it records.
///
/// All assignments take effect together at the end of the step; every read sees the old value.
public struct Program {
    /// A state's new value.
    public struct Assignment {
        /// The state's name.
        public let state: String
        /// Its value after the step; as many elements as the state has.
        public let value: Tensor
    }

    /// The graph.
    public let graph: Graph
    /// The new values of states; at most one per state.
    public private(set) var assignments: [Assignment] = []
    /// Scalars recorded every step, a column each.
    public private(set) var traces: [Tensor] = []

    /// A program that does nothing yet.
    public init(graph: Graph) { self.graph = graph }

    /// Adds an assignment.
    public mutating func assign(_ value: Tensor, to state: String) {
        precondition(!assignments.contains { $0.state == state }, "state \(state) is assigned twice")
        assignments.append(Assignment(state: state, value: value))
    }

    /// Adds a column to the trace and returns its number.
    @discardableResult
    public mutating func trace(_ scalar: Tensor) -> Int {
        precondition(scalar.shape.count == 1, "only scalars can be traced")
        traces.append(scalar)
        return traces.count - 1
    }
}
