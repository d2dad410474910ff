import Datasets
import Numerics
import Primitives
import Records
import TensorCore

/// The default stage: trains for a number of epochs in shuffled batches.
public struct Fit: Stage {
    /// How long, and in what batches.
    public var settings: TrainingSettings
    /// What `MethodContext.scalar` gives in this fit, by `id/name`; over what earlier stages left in the cell.
    public var scalars: [String: Double] = [:]
    /// The training rows that are used, by number; nil for all of them.
    public var rows: (@Sendable (CellState) -> [Int])?

    /// A fit with these settings.
    public init(_ settings: TrainingSettings) { self.settings = settings }

    /// The same with the scalar `name` of the method `id` set.
    public func settingScalar(_ name: String, of id: String, to value: Double) -> Fit {
        var result = self
        result.scalars["\(id)/\(name)"] = value
        return result
    }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        let data = cell.data
        let chosen = rows?(cell) ?? Array(0..<data.train.rows)
        let rows = chosen.count
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
        let steps = FitSteps(cell, settings.batchSize, full: full, last: last, epochs: settings.epochs)
        let execution = FitExecution(cell, steps)
        if cell.isOnline, cell.epoch + settings.epochs > 1,
            let state = steps.states.first(where: \.isPerRow)
        {
            cell.failure = .failed(
                "the state \(state.name) is about single training rows, but every epoch of an online stream has others"
            )
            return
        }
        let bindings = execution.bindings
        bindings.bind(data, &cell)
        bindings.bindAbsentData(steps.plans, &cell)
        Self.prepareStates(steps.states + Evaluator.states(cell), &cell)
        let carried = cell.carried.merging(scalars) { $1 }
        cell.table = StepTable(
            cell.blueprint, carried: carried, stepsPerEpoch: stepsPerEpoch, epochs: settings.epochs)
        let evaluator = Evaluator(cell)
        let shuffle = RandomKey(seed: cell.seed, name: "shuffle")
        cell.stepOfFit = 0

        for epoch in 0..<settings.epochs {
            if cell.environment.shouldStop() { throw CancellationError() }
            if cell.epoch > 0, let fresh = data.freshTraining {
                let partition = try fresh(cell.epoch)
                guard partition.rows == data.train.rows else {
                    cell.failure = .failed(
                        "a draw of the online stream has \(partition.rows) training rows, the first had \(data.train.rows): "
                            + "leave out corruptions that change the number of rows")
                    return
                }
                bindings.bind(partition, &cell)
            }
            let known = cell.curves.count
            let order = shuffle.permutation(step: cell.epoch, count: rows).map { Float(chosen[$0]) }
            var losses: [Float] = []
            var weighted = StableSum()
            var taken = 0
            var records: [(name: String, value: Float)] = []
            for run in steps.runs(first: cell.stepOfFit) {
                let used = run.count * run.batchSize
                let trace = execution.run(
                    run, rows: order[taken..<taken + used], firstRow: epoch * order.count + taken,
                    isEndOfEpoch: taken + used == steps.rowsPerEpoch, &cell)
                let width = 1 + run.entry.records.count
                let mine = stride(from: 0, to: trace.count, by: width).map { trace[$0] }
                losses += mine
                weighted.add(StableSum.of(mine.map(Double.init)) * Double(run.batchSize))
                for (name, value) in zip(run.entry.records, trace.suffix(width - 1)) {
                    records.removeAll { $0.name == name }
                    records.append((name, value))
                }
                taken += used
            }
            cell.epoch += 1
            // The mean over rows: a last, smaller batch counts for its rows.
            let mean = weighted.value / Double(taken)
            cell.table!.history.train.append(mean)
            cell.curves.append(CurvePoint(epoch: cell.epoch, part: .train, name: "loss", value: mean))
            for record in records {
                cell.curves.append(
                    CurvePoint(
                        epoch: cell.epoch, part: .train, name: record.name, value: Double(record.value)))
            }
            cell.failure = Self.divergence(losses, cell, epoch: epoch)
            if cell.failure != nil { return }
            for probe in cell.blueprint.probes where probe.every > 0 && cell.epoch % probe.every == 0 {
                for (name, value) in probe.measure(cell) {
                    cell.curves.append(
                        CurvePoint(epoch: cell.epoch, part: .train, name: name, value: value))
                }
            }
            if data.validation.rows > 0 {
                let outputs = evaluator.outputs(of: data.validation, cell)
                let metrics = evaluator.metrics(outputs, of: data.validation, cell)
                let loss = metrics.first { $0.name == Self.lossMetric(data.task.kind) }?.value
                cell.table!.history.validation.append(loss ?? .infinity)
                for metric in metrics {
                    cell.curves.append(
                        CurvePoint(
                            epoch: cell.epoch, part: .validation, name: metric.name, value: metric.value))
                }
            }
            cell.environment.onEpoch?(cell.curves[known...])
        }
    }

    /// The metric that is the loss of a task on rows that are not trained on.
    private static func lossMetric(_ task: MetricDeclaration.TaskKind) -> String {
        switch task {
        case .classification: LogLoss.declaration.id
        case .regression: RootMeanSquaredError.declaration.id
        }
    }

    /// What became infinite or NaN in an epoch; nil where nothing did.
    private static func divergence(_ losses: [Float], _ cell: CellState, epoch: Int) -> Status? {
        if let fault = losses.firstIndex(where: { !$0.isFinite }) {
            return .diverged(
                "the training loss became \(text(losses[fault])) at step \(fault + 1) of epoch \(epoch + 1)")
        }
        if let fault = cell.parameters.values.firstIndex(where: { !$0.isFinite }) {
            return .diverged(
                "parameter \(fault) became \(text(cell.parameters[fault])) in epoch \(epoch + 1)")
        }
        for (state, buffer) in cell.modelStates {
            guard let fault = buffer.values.first(where: { !$0.isFinite }) else { continue }
            return .diverged("the model's state \(state.name) became \(text(fault)) in epoch \(epoch + 1)")
        }
        return nil
    }

    /// Creates the states of the optimiser and the methods, anew for this stage unless they live as long as the
    /// cell; the model's own states stay.
    ///
    /// All plans share a state by its name, so its size cannot depend on the batch.
    private static func prepareStates(_ states: [StepBuilder.State], _ cell: inout CellState) {
        var counts: [String: Int] = [:]
        for state in states {
            if let known = counts.updateValue(state.count, forKey: state.name) {
                precondition(known == state.count, "the size of the state \(state.name) depends on the batch")
                continue
            }
            let name = BufferName.state(state.name)
            if state.lifetime == .cell, cell.buffers[name]?.count == state.count { continue }
            cell.buffers[name] = FloatBuffer(state.initialValues(cell))
        }
    }

    /// What a number that is not finite is called; a NaN's sign differs between CPUs.
    private static func text(_ value: Float) -> String {
        value.isNaN ? "NaN" : value < 0 ? "-infinity" : "infinity"
    }
}

extension StepBuilder.State {
    /// What it holds at first in `cell`.
    func initialValues(_ cell: CellState) -> [Float] {
        switch start {
        case .filled(let start): start.values(count: count, seed: cell.seed, stream: "state/\(name)")
        case .parameters: cell.parameters.values
        }
    }
}
