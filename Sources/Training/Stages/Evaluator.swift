import Datasets
import Primitives
import Records
import TensorCore

/// Runs a cell's model, without any method, on the rows of a partition.
struct Evaluator {
    /// Rows are taken in chunks of this many; a row's output does not depend on the others in its chunk.
    static let chunk = 128

    private let execution: PlanExecution

    init(_ cell: CellState) {
        let plan = Self.plan(cell.blueprint, cell.data, cell.environment.cache)
        execution = PlanExecution(plan, seed: cell.seed)
    }

    /// The model on a chunk of rows, from the cache or traced and compiled.
    static func plan(_ blueprint: CellBlueprint, _ data: PreparedData, _ cache: PlanCache) -> Plan {
        // Without methods, so that all stacks share the plan.
        let key = blueprint.withoutMethods.structureKey(
            batchSize: chunk, rows: 0, inputs: data.layout, outputWidth: data.outputWidth)
        let model = blueprint.model
        let entry = cache.entry("evaluation\n" + key) {
            let graph = Graph()
            let layout = ParameterLayout(model.parameters)
            let view = ParameterView(graph.state("parameters", [layout.count]), layout)
            var program = Program(graph: graph)
            let result = model.forward(
                graph.data("rows", [chunk, data.inputWidth]), ForwardContext(model, .evaluation, view))
            program.assign(result, to: "outputs")
            return PlanCache.Entry(plan: Compiler.compile(program), hyperparameters: [], states: [])
        }
        return entry.plan
    }

    /// rows × outputWidth.
    func outputs(of partition: Partition, _ cell: CellState) -> [Float] {
        let (inputs, width) = (cell.data.inputWidth, cell.data.outputWidth)
        let rows = FloatBuffer(count: Self.chunk * inputs)
        let outputs = FloatBuffer(count: Self.chunk * width)
        var buffers: [BufferName: FloatBuffer] = [
            .state("parameters"): cell.parameters, .data("rows"): rows, .state("outputs"): outputs,
        ]
        for (state, buffer) in cell.modelStates { buffers[.state(state.buffer)] = buffer }
        var result: [Float] = []
        result.reserveCapacity(partition.rows * width)
        for first in stride(from: 0, to: partition.rows, by: Self.chunk) {
            let count = min(Self.chunk, partition.rows - first)
            // Rows beyond the last are zeros; what the model says of them is not read.
            rows.replace(with: partition.inputs[first * inputs..<(first + count) * inputs])
            execution.run(buffers, first: 0, count: 1, on: cell.environment.instructionSet)
            result += outputs.values.prefix(count * width)
        }
        return result
    }

    /// All metrics of the task, of the `outputs` on a partition.
    func metrics(_ outputs: [Float], of partition: Partition, _ cell: CellState) -> [(
        name: String, value: Double
    )] {
        let predictions = Predictions(
            outputs: outputs, width: cell.data.outputWidth, partition: partition, task: cell.data.task,
            scale: cell.data.targetScale)
        return MetricCatalogue.all.filter {
            $0.declaration.tasks.contains(cell.data.task.kind) && $0.isDefined(for: predictions)
        }
        .map { ($0.declaration.id, $0.value(predictions)) }
    }
}

extension LearningTask {
    /// The kind of task, as metrics and components declare it.
    public var kind: MetricDeclaration.TaskKind {
        switch self {
        case .classification: .classification
        case .regression: .regression
        }
    }
}
