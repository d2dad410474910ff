import Primitives
import TensorCore

/// Collects what the methods of a step declare while its program is traced.
final class StepBuilder {
    /// A scalar column of the hyperparameter table.
    struct Hyperparameter: Sendable, Hashable {
        let name: String
        let schedule: Schedule
    }

    /// A state beside the parameters.
    struct State: Sendable, Hashable {
        let name: String
        let count: Int
        let initial: Float
    }

    let graph = Graph()
    let batchSize: Int
    let layout: ParameterLayout
    let optimizerUse: ComponentUse
    /// More columns than the table can have; how many it has is known only once everything is traced.
    private static let tableWidth = 1 << 20
    private(set) var hyperparameters: [Hyperparameter] = []
    private(set) var states: [State] = []
    private(set) var assignments: [(state: String, value: Tensor)] = []

    /// 1 at weights and 0 elsewhere; one node, because hashing so long a constant takes time.
    private(set) lazy var weightMask = graph.constant(layout.weightMask, [layout.count])

    init(batchSize: Int, layout: ParameterLayout, optimizerUse: ComponentUse) {
        self.batchSize = batchSize
        self.layout = layout
        self.optimizerUse = optimizerUse
    }

    func hyperparameter(_ name: String, _ schedule: Schedule) -> Tensor {
        var column = hyperparameters.firstIndex { $0.name == name }
        if column == nil {
            hyperparameters.append(Hyperparameter(name: name, schedule: schedule))
            column = hyperparameters.count - 1
        }
        precondition(column! < Self.tableWidth, "more hyperparameters than columns")
        return graph.tableRow("hyperparameters", width: Self.tableWidth).slice(from: column!, [])
    }

    func state(_ name: String, count: Int, initial: Float) -> Tensor {
        if !states.contains(where: { $0.name == name }) {
            states.append(State(name: name, count: count, initial: initial))
        }
        return graph.state(name, [count])
    }

    func assign(_ value: Tensor, to name: String) {
        precondition(states.contains { $0.name == name }, "state \(name) was never declared")
        assignments.append((name, value))
    }
}
