import Datasets
import Numerics
import Records
import TensorCore

/// A stage that estimates a model's running statistics anew, at the parameters that are evaluated.
///
/// After a fit whose evaluation parameters are an average, the running statistics are those of other parameters.
/// One pass over the training rows in random order, as they are and without methods that act while training only,
/// replaces them by the mean over batches, each counted by its rows (Izmailov et al. 2018, "Averaging weights leads
/// to wider optima and better generalization", section 3.2). It does nothing for a model without states.
public struct RecomputeStatistics: Stage {
    /// In what batches.
    public let settings: TrainingSettings

    /// In the batches of these settings.
    public init(_ settings: TrainingSettings) { self.settings = settings }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        guard !cell.blueprint.model.states.isEmpty else { return }
        let rows = cell.data.train.rows
        if let refusal = settings.refusal(of: cell.blueprint.model, rows: rows) {
            cell.failure = .failed(refusal)
            return
        }
        let (full, last) = settings.batches(rows: rows)
        let order = RandomKey(seed: cell.seed, name: "statistics").permutation(step: cell.epoch, count: rows)
        cell.buffers[.data("inputs")] = FloatBuffer(cell.data.train.inputs)
        var taken = 0
        for (size, count) in [(settings.batchSize, full), (last, last > 0 ? 1 : 0)] where count > 0 {
            let entry = Self.entry(cell, batchSize: size)
            let execution = PlanExecution(entry.plan, seed: cell.seed)
            let chosen = order[taken..<taken + count * size].map { Float($0) }
            let shares = (1...count).map { Float(size) / Float(taken + $0 * size) }
            let scalars = cell.scalars(of: entry)
            var buffers = cell.buffers
            buffers[.table("hyperparameters")] = FloatBuffer((0..<count).flatMap { _ in scalars })
            buffers[.table("indices")] = FloatBuffer(chosen)
            buffers[.table("statistics share")] = FloatBuffer(shares)
            for state in entry.states where buffers[.state(state.name)] == nil {
                buffers[.state(state.name)] = FloatBuffer(state.initialValues(cell))
            }
            execution.run(buffers, first: 0, count: count, on: cell.environment.instructionSet)
            taken += count * size
        }
    }

    /// The pass over a batch, from the cache or traced and compiled.
    private static func entry(_ cell: CellState, batchSize: Int) -> PlanCache.Entry {
        let (blueprint, data) = (cell.blueprint, cell.data)
        let key = blueprint.structureKey(
            batchSize: batchSize, rows: data.train.rows, inputs: data.layout, outputWidth: data.outputWidth)
        return cell.environment.cache.entry("statistics\n" + key) {
            let step = StepBuilder(blueprint, .evaluation, batchSize: batchSize, data)
            let graph = step.graph
            let inputs = graph.data("inputs", [data.train.rows, data.inputWidth]).gatheringRows(step.rows)
            let targets = graph.scalar(0).broadcast(to: [batchSize, data.outputWidth])
            let share = graph.tableRow("statistics share", width: 1).reshaped([])
            _ = step.forward(
                step.evaluationParameters(), Batch(inputs: inputs, targets: targets), pass: "", rows: nil,
                acts: false, statisticsShare: share)
            var program = Program(graph: graph)
            for (name, value) in step.modelStates {
                let state = blueprint.model.states.first { $0.name == name }!
                program.assign(value, to: state.buffer)
            }
            graph.setWidth(ofTable: "hyperparameters", to: max(1, step.columns.count))
            return PlanCache.Entry(
                plan: Compiler.compile(program), columns: step.columns.map(\.name),
                sources: step.columns.map(\.source), states: step.states, records: [])
        }
    }
}
