import Datasets
import TensorCore

/// A compiled function of the parameters on a batch of rows, outside of training.
final class ProbeProgram {
    private let entry: PlanCache.Entry
    private let execution: PlanExecution
    private let cell: CellState
    private let buffers: [BufferName: FloatBuffer]

    /// What `make` makes of the flat parameters and the batch; traced once for all cells of the same structure.
    init(
        _ cell: CellState, _ name: String, rows: Int,
        _ make: (_ step: StepBuilder, _ flat: Tensor, _ batch: Batch) -> [Tensor]
    ) {
        let (blueprint, data) = (cell.blueprint, cell.data)
        let key = blueprint.structureKey(
            batchSize: rows, rows: data.train.rows, inputs: data.layout, outputWidth: data.outputWidth)
        entry = cell.environment.cache.entry("probe \(name)\n" + key) {
            let step = StepBuilder(blueprint, .evaluation, batchSize: rows, data)
            let batch = Batch(
                inputs: step.graph.data("probe inputs", [rows, data.inputWidth]),
                targets: step.graph.data("probe targets", [rows, data.outputWidth]))
            var program = Program(graph: step.graph)
            for (index, value) in make(step, step.parameters, batch).enumerated() {
                program.assign(value, to: "result \(index)")
            }
            step.graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))
            return PlanCache.Entry(
                plan: Compiler.compile(program), columns: step.columns.map(\.name),
                sources: step.columns.map(\.source), states: step.states, records: [])
        }
        execution = PlanExecution(entry.plan, seed: cell.seed)
        self.cell = cell
        var buffers = cell.buffers
        for state in entry.states where buffers[.state(state.name)] == nil {
            buffers[.state(state.name)] = FloatBuffer(state.initialValues(cell))
        }
        for binding in entry.plan.bindings {
            if case .state(let name) = binding.name, name.hasPrefix("result ") {
                buffers[binding.name] = FloatBuffer(count: binding.count)
            }
        }
        self.buffers = buffers
    }

    /// The results at `parameters`, in the order in which they were made.
    func run(
        _ parameters: [Float], _ inputs: FloatBuffer, _ targets: FloatBuffer, direction: FloatBuffer? = nil
    ) -> [[Float]] {
        var buffers = buffers
        buffers[.state("parameters")] = FloatBuffer(parameters)
        buffers[.data("probe inputs")] = inputs
        buffers[.data("probe targets")] = targets
        buffers[.state("direction")] = direction
        if !entry.columns.isEmpty {
            buffers[.table("hyperparameters")] = FloatBuffer(cell.scalars(of: entry))
        }
        execution.run(buffers, first: 0, count: 1, on: cell.environment.instructionSet)
        let results = entry.plan.bindings.compactMap { binding -> Int? in
            guard case .state(let name) = binding.name, name.hasPrefix("result ") else { return nil }
            return Int(name.dropFirst("result ".count))
        }
        return results.sorted().map { buffers[.state("result \($0)")]!.values }
    }
}
