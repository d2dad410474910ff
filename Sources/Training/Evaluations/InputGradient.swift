import Datasets
import TensorCore

/// The gradient of every row's loss by its inputs, of the model as it is evaluated.
struct InputGradient {
    private let entry: PlanCache.Entry
    private let execution: PlanExecution
    private let cell: CellState
    private let absent: [BufferName: FloatBuffer]

    /// For the model of `cell` as its stages leave it.
    init(_ cell: CellState) {
        entry = Evaluator.entry(cell.blueprint, cell.data, cell.environment.cache, of: .inputGradients)
        execution = PlanExecution(entry.plan, seed: cell.seed)
        absent = Evaluator.absentBuffers(entry, cell)
        self.cell = cell
    }

    /// Rows × inputs.
    func values(_ inputs: [Float], targets: [Float]) -> [Float] {
        let (width, outputs) = (cell.data.inputWidth, cell.data.outputWidth)
        let chunk = Evaluator.chunk
        let (rows, wanted) = (FloatBuffer(count: chunk * width), FloatBuffer(count: chunk * outputs))
        let gradient = FloatBuffer(count: chunk * width)
        var buffers = cell.buffers.merging(absent) { known, _ in known }
        buffers[.data("rows")] = rows
        buffers[.data("row targets")] = wanted
        buffers[.state("input gradients")] = gradient
        if !entry.columns.isEmpty {
            buffers[.table("hyperparameters")] = FloatBuffer(cell.scalars(of: entry))
        }
        let count = inputs.count / width
        var result: [Float] = []
        result.reserveCapacity(inputs.count)
        for first in stride(from: 0, to: count, by: chunk) {
            let end = min(first + chunk, count)
            rows.replace(with: inputs[first * width..<end * width])
            wanted.replace(with: targets[first * outputs..<end * outputs])
            // The same draws as in `Evaluator.outputs`.
            execution.run(buffers, first: first / chunk, count: 1, on: cell.environment.instructionSet)
            result += gradient.values.prefix((end - first) * width)
        }
        return result
    }
}
