import Datasets
import Numerics
import Primitives
import Records
import TensorCore

/// The default stage: trains for a number of epochs in shuffled batches.
public struct Fit: Stage {
    /// How long, and in what batches.
    public let settings: TrainingSettings

    /// A fit with these settings.
    public init(_ settings: TrainingSettings) { self.settings = settings }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        let data = cell.data
        let rows = data.train.rows
        let (full, last) = settings.batches(rows: rows)
        let stepsPerEpoch = full + (last > 0 ? 1 : 0)
        guard stepsPerEpoch > 0 else {
            cell.failure = .failed("no batch of \(settings.batchSize) can be made of \(rows) training rows")
            return
        }
        if let refusal = settings.refusal(of: cell.blueprint.model, rows: rows) {
            cell.failure = .failed(refusal)
            return
        }
        var runs: [BatchRun] = []
        if full > 0 { runs.append(BatchRun(cell, settings.batchSize, steps: full)) }
        if last > 0 { runs.append(BatchRun(cell, last, steps: 1)) }
        Self.bind(data.train, &cell)
        prepareStates(runs, &cell)
        let evaluator = Evaluator(cell)
        let schedules = Self.schedules(cell.blueprint)
        let shuffle = RandomKey(seed: cell.seed, name: "shuffle")
        let firstStep = cell.step

        for epoch in 0..<settings.epochs {
            if cell.environment.shouldStop() { throw CancellationError() }
            if cell.epoch > 0, let fresh = data.freshTraining {
                let partition = try fresh(cell.epoch)
                guard partition.rows == rows else {
                    cell.failure = .failed(
                        "a draw of the online stream has \(partition.rows) training rows, the first had \(rows): "
                            + "leave out corruptions that change the number of rows")
                    return
                }
                Self.bind(partition, &cell)
            }
            let order = shuffle.permutation(step: cell.epoch, count: rows).map { Float($0) }
            var losses: [Float] = []
            var weighted = StableSum()
            var taken = 0
            for run in runs {
                let used = run.steps * run.batchSize
                let table =
                    run.entry.hyperparameters.isEmpty
                    ? [Float](repeating: 0, count: run.steps)
                    : (0..<run.steps).flatMap { offset in
                        run.entry.hyperparameters.map { name in
                            Float(
                                schedules[name]!.value(
                                    step: cell.step - firstStep + offset, stepsPerEpoch: stepsPerEpoch,
                                    epochs: settings.epochs))
                        }
                    }
                cell.buffers[.table("hyperparameters")] = FloatBuffer(table)
                cell.buffers[.table("indices")] = FloatBuffer(Array(order[taken..<taken + used]))
                cell.buffers[.trace] = FloatBuffer(count: run.steps)
                run.execution.run(
                    cell.buffers, first: cell.step, count: run.steps, on: cell.environment.instructionSet)
                let trace = cell.buffers[.trace]!.values
                losses += trace
                weighted.add(StableSum.of(trace.map(Double.init)) * Double(run.batchSize))
                taken += used
                cell.step += run.steps
            }
            cell.epoch += 1
            // The mean over rows: a last, smaller batch counts for its rows.
            let mean = weighted.value / Double(taken)
            cell.curves.append(CurvePoint(epoch: cell.epoch, part: .train, name: "loss", value: mean))
            if let fault = losses.firstIndex(where: { !$0.isFinite }) {
                cell.failure = .diverged(
                    "the training loss became \(Self.text(losses[fault])) at step \(fault + 1) of epoch \(epoch + 1)"
                )
                return
            }
            if let fault = cell.parameters.values.firstIndex(where: { !$0.isFinite }) {
                cell.failure = .diverged(
                    "parameter \(fault) became \(Self.text(cell.parameters[fault])) in epoch \(epoch + 1)")
                return
            }
            for (state, buffer) in cell.modelStates {
                guard let fault = buffer.values.first(where: { !$0.isFinite }) else { continue }
                cell.failure = .diverged(
                    "the model's state \(state.name) became \(Self.text(fault)) in epoch \(epoch + 1)")
                return
            }
            if data.validation.rows > 0 {
                let outputs = evaluator.outputs(of: data.validation, cell)
                for metric in evaluator.metrics(outputs, of: data.validation, cell) {
                    cell.curves.append(
                        CurvePoint(
                            epoch: cell.epoch, part: .validation, name: metric.name, value: metric.value))
                }
            }
        }
    }

    /// Makes `partition` the rows that batches are gathered from.
    ///
    /// Weights are scaled to 1 on average, so that they change how much rows count but not the learning rate.
    private static func bind(_ partition: Partition, _ cell: inout CellState) {
        cell.buffers[.data("inputs")] = FloatBuffer(partition.inputs)
        cell.buffers[.data("targets")] = FloatBuffer(partition.targets)
        guard !partition.weights.isEmpty else { return }
        let mean = StableSum.of(partition.weights.map(Double.init)) / Double(partition.rows)
        cell.buffers[.data("weights")] = FloatBuffer(
            partition.weights.map { mean > 0 ? Float(Double($0) / mean) : 1 })
    }

    /// Creates the states of the optimiser and the methods, anew for this stage; the model's own states stay.
    ///
    /// All plans share a state by its name, so its size cannot depend on the batch.
    private func prepareStates(_ runs: [BatchRun], _ cell: inout CellState) {
        var counts: [String: Int] = [:]
        for state in runs.flatMap(\.entry.states) {
            if let known = counts.updateValue(state.count, forKey: state.name) {
                precondition(known == state.count, "the size of the state \(state.name) depends on the batch")
                continue
            }
            cell.buffers[.state(state.name)] = FloatBuffer(
                [Float](repeating: state.initial, count: state.count))
        }
    }

    /// What a number that is not finite is called; a NaN's sign differs between CPUs.
    private static func text(_ value: Float) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-infinity" : "infinity"
    }

    /// Every schedule in the cell by the name its hyperparameter has in the step.
    private static func schedules(_ blueprint: CellBlueprint) -> [String: Schedule] {
        var result: [String: Schedule] = [:]
        for use in blueprint.methods.map(\.use) + [blueprint.optimizer.use] {
            for (name, value) in use.arguments.values {
                if case .schedule(let schedule) = value { result["\(use.id).\(name)"] = schedule }
            }
        }
        return result
    }
}

/// The plan for one batch size, ready to run.
private struct BatchRun {
    let batchSize: Int
    let steps: Int
    let entry: PlanCache.Entry
    let execution: PlanExecution

    init(_ cell: CellState, _ batchSize: Int, steps: Int) {
        self.batchSize = batchSize
        self.steps = steps
        entry = cell.blueprint.stepEntry(batchSize: batchSize, cell.data, cell.environment.cache).entry
        execution = PlanExecution(entry.plan, seed: cell.seed)
    }
}
