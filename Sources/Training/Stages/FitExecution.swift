import Datasets
import Numerics
import TensorCore

/// Runs the compiled steps of a fit: as many at once as go together, or one by one for an observer.
///
/// Either way every step reads the same table, rows and counters, so the bits are the same.
struct FitExecution {
    let bindings: DataBindings

    /// For the steps of a fit of `cell`.
    init(_ cell: CellState, _ steps: FitSteps) { bindings = DataBindings(cell.seed, steps.needs) }

    /// Runs the steps of `run` on `rows`, the first of which is number `firstRow` of the fit; returns the trace, a
    /// row per step.
    func run(
        _ run: FitSteps.Run, rows: ArraySlice<Float>, firstRow: Int, isEndOfEpoch: Bool,
        _ cell: inout CellState
    ) -> [Float] {
        guard let observer = cell.environment.stepObserver else {
            return advance(run, count: run.count, rows, firstRow: firstRow, &cell)
        }
        var trace: [Float] = []
        for step in 0..<run.count {
            let offset = step * run.batchSize
            let start = rows.startIndex + offset
            let isSeen =
                cell.step % observer.every == 0 || (isEndOfEpoch && step == run.count - 1)
            let before = isSeen ? cell.parameters.values : []
            let row = advance(
                run, count: 1, rows[start..<start + run.batchSize], firstRow: firstRow + offset, &cell)
            if isSeen { observer.observe(Self.observation(of: run, row, before: before, cell)) }
            trace += row
        }
        return trace
    }

    /// Runs the next `count` steps.
    private func advance(
        _ run: FitSteps.Run, count: Int, _ rows: ArraySlice<Float>, firstRow: Int, _ cell: inout CellState
    ) -> [Float] {
        let table = cell.table!.rows(run.entry, first: cell.stepOfFit, count: count)
        cell.buffers[.table("hyperparameters")] = FloatBuffer(table)
        cell.buffers[.table("indices")] = FloatBuffer(Array(rows))
        bindings.bindValidationRows(cell.data, first: firstRow, rows: rows.count, &cell)
        cell.buffers[.trace] = FloatBuffer(count: count * (1 + run.entry.records.count))
        run.execution.run(
            cell.buffers, first: cell.step, count: count, on: cell.environment.instructionSet)
        cell.step += count
        cell.stepOfFit += count
        return cell.buffers[.trace]!.values
    }

    /// What there is to see of the step that has just ended.
    private static func observation(
        of run: FitSteps.Run, _ trace: [Float], before: [Float], _ cell: CellState
    ) -> StepObservation {
        let after = cell.parameters.values
        let gradient = cell.buffers[.state(StepProgram.gradientState)]!.values
        return StepObservation(
            epoch: cell.epoch + 1, step: cell.step, rows: run.batchSize, loss: trace[0],
            parameterNorm: norm(after.lazy.map(Double.init)),
            updateNorm: norm(zip(after, before).lazy.map { Double($0) - Double($1) }),
            gradientNorm: norm(gradient.lazy.map(Double.init)),
            scalars: zip(run.entry.records, trace.dropFirst()).map {
                StepObservation.Scalar(name: $0, value: $1)
            })
    }

    private static func norm(_ values: some Sequence<Double>) -> Double {
        var sum = StableSum()
        for value in values { sum.add(value * value) }
        return sum.value.squareRoot()
    }
}
