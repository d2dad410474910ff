import Datasets
import Primitives
import Records
import TensorCore

/// Runs a cell's model on the rows of a partition, as it is evaluated: without the methods that act while training
/// only, with averaged parameters, reparameterisations and changed outputs.
public struct Evaluator {
    /// Rows are taken in chunks of this many; a row's output does not depend on the others in its chunk.
    static let chunk = 128

    /// What a plan of evaluation computes of a chunk of rows.
    enum Result: String {
        /// The model's outputs.
        case outputs = ""
        /// The gradient of every row's loss, the task's own, by its inputs.
        case inputGradients = " input gradients"
    }

    private let entry: PlanCache.Entry
    private let execution: PlanExecution
    /// States that no stage has begun yet, as they begin.
    private let absent: [BufferName: FloatBuffer]

    /// For the model of `cell` as its stages leave it.
    public init(_ cell: CellState) {
        entry = Self.entry(cell.blueprint, cell.data, cell.environment.cache)
        execution = PlanExecution(entry.plan, seed: cell.seed)
        absent = Self.absentBuffers(entry, cell)
    }

    /// What the plan `entry` reads of `cell` and no stage has bound: states as they begin, the classes' shares.
    static func absentBuffers(_ entry: PlanCache.Entry, _ cell: CellState) -> [BufferName: FloatBuffer] {
        var absent: [BufferName: FloatBuffer] = [:]
        for state in entry.states where cell.buffers[.state(state.name)] == nil {
            absent[.state(state.name)] = FloatBuffer(state.initialValues(cell))
        }
        // A fit binds them too, but only where its steps read them.
        let shares = BufferName.data("class shares")
        if cell.buffers[shares] == nil, entry.plan.bindings.contains(where: { $0.name == shares }) {
            absent[shares] = FloatBuffer(DataBindings.shares(cell.data.train, width: cell.data.outputWidth))
        }
        return absent
    }

    /// The states that the methods of `cell` read in evaluation.
    static func states(_ cell: CellState) -> [StepBuilder.State] {
        entry(cell.blueprint, cell.data, cell.environment.cache).states
    }

    /// The model on a chunk of rows, from the cache or traced and compiled.
    static func entry(
        _ blueprint: CellBlueprint, _ data: PreparedData, _ cache: PlanCache, of result: Result = .outputs
    ) -> PlanCache.Entry {
        let matters = blueprint.everyone.contains {
            $0.method is any EvaluationParameters || $0.method is any OutputTransform
                || $0.method is any Reparameterization || $0.method is any ParameterAddition
                || $0.method is any OutputWidth
        }
        // Without methods that matter, so that all other stacks share the plan.
        let blueprint = matters ? blueprint : blueprint.withoutMethods
        let key = blueprint.structureKey(
            batchSize: chunk, rows: data.train.rows, inputs: data.layout, outputWidth: data.outputWidth)
        return cache.entry("evaluation\(result.rawValue)\n" + key) {
            let (step, program) = trace(blueprint, data, result)
            return PlanCache.Entry(
                plan: Compiler.compile(program), columns: step.columns.map(\.name),
                sources: step.columns.map(\.source), states: step.states, records: [])
        }
    }

    /// Traces `wanted` for a chunk of rows.
    private static func trace(_ blueprint: CellBlueprint, _ data: PreparedData, _ wanted: Result) -> (
        StepBuilder, Program
    ) {
        let step = StepBuilder(blueprint, .evaluation, batchSize: chunk, data)
        let graph = step.graph
        let parameters = step.evaluationParameters()
        let targets = graph.scalar(0).broadcast(to: [chunk, data.outputWidth])
        let model = EvaluationModel { inputs, pass in
            step.forward(
                parameters, Batch(inputs: inputs, targets: targets), pass: pass ?? "", rows: nil,
                acts: pass != nil)
        }
        func outputs(_ remaining: ArraySlice<(method: any OutputTransform, context: MethodContext)>)
            -> (Tensor) -> Tensor
        {
            guard let (method, context) = remaining.first else { return model.outputs }
            return { inputs in
                let inner = outputs(remaining.dropFirst())
                let own = method.outputs(inputs, using: inner, model, context)
                return step.gate(method, context).map { select($0, own, inner(inputs)) } ?? own
            }
        }
        let rows = graph.data("rows", [chunk, data.inputWidth])
        let result = outputs(step.everyone((any OutputTransform).self)[...])(rows)
        precondition(result.shape == [chunk, data.outputWidth], "outputs of shape \(result.shape)")
        var program = Program(graph: graph)
        switch wanted {
        case .outputs: program.assign(result, to: "outputs")
        case .inputGradients:
            let targets = graph.data("row targets", [chunk, data.outputWidth])
            let loss = Loss.terms(result, targets, data.task.kind).sum()
            program.assign(gradient(of: loss, withRespectTo: [rows])[0], to: "input gradients")
        }
        graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))
        return (step, program)
    }

    /// rows × outputWidth.
    public func outputs(of partition: Partition, _ cell: CellState) -> [Float] {
        let (inputs, width) = (cell.data.inputWidth, cell.data.outputWidth)
        let rows = FloatBuffer(count: Self.chunk * inputs)
        let outputs = FloatBuffer(count: Self.chunk * width)
        var buffers = cell.buffers.merging(absent) { known, _ in known }
        buffers[.data("rows")] = rows
        buffers[.state("outputs")] = outputs
        if !entry.columns.isEmpty {
            buffers[.table("hyperparameters")] = FloatBuffer(cell.scalars(of: entry))
        }
        var result: [Float] = []
        result.reserveCapacity(partition.rows * width)
        for first in stride(from: 0, to: partition.rows, by: Self.chunk) {
            let count = min(Self.chunk, partition.rows - first)
            // Rows beyond the last are zeros; what the model says of them is not read.
            rows.replace(with: partition.inputs[first * inputs..<(first + count) * inputs])
            // The number of the chunk counts the random draws of methods that have them.
            execution.run(
                buffers, first: first / Self.chunk, count: 1, on: cell.environment.instructionSet)
            result += outputs.values.prefix(count * width)
        }
        return result
    }

    /// The metrics of the `outputs` on a partition that are recorded after every epoch.
    func metrics(_ outputs: [Float], of partition: Partition, _ cell: CellState) -> [(
        name: String, value: Double
    )] {
        let recorded = MetricCatalogue.recorded(for: cell.data.task.kind, named: [], atEnd: false)
        return Self.values(recorded, predictions(outputs, of: partition, cell))
    }

    /// Those that are recorded at the end; of a regression with the distribution of residuals of that scale.
    func finalMetrics(
        _ outputs: [Float], of partition: Partition, residualScale: Double?, _ cell: CellState
    ) -> [(name: String, value: Double)] {
        let recorded = MetricCatalogue.recorded(
            for: cell.data.task.kind, named: cell.blueprint.metrics, atEnd: true)
        return Self.values(
            recorded, predictions(outputs, of: partition, cell, residualScale: residualScale))
    }

    /// What `outputs` say of the rows of a partition.
    func predictions(
        _ outputs: [Float], of partition: Partition, _ cell: CellState, residualScale: Double? = nil
    ) -> Predictions {
        Predictions(
            outputs: outputs, width: cell.data.outputWidth, partition: partition, task: cell.data.task,
            scale: cell.data.targetScale, residualScale: residualScale)
    }

    private static func values(_ metrics: [any Metric.Type], _ predictions: Predictions) -> [(
        name: String, value: Double
    )] {
        metrics.filter { $0.isDefined(for: predictions) }.map { ($0.declaration.id, $0.value(predictions)) }
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
