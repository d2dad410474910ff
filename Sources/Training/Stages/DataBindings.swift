import Datasets
import Numerics
import TensorCore

/// Puts the rows of a cell where the plans of a fit read them.
struct DataBindings {
    private let key: RandomKey
    private let needs: Set<BufferName>

    /// For plans that read `needs`.
    init(_ seed: Int, _ needs: Set<BufferName>) {
        key = RandomKey(seed: seed, name: "validation batches")
        self.needs = needs
    }

    /// Binds training rows, and validation rows where a method asks for them.
    func bind(_ data: PreparedData, _ cell: inout CellState) {
        bind(data.train, &cell)
        guard needs.contains(.table("validation indices")) else { return }
        cell.buffers[.data("validation inputs")] = FloatBuffer(data.validation.inputs)
        cell.buffers[.data("validation targets")] = FloatBuffer(data.validation.targets)
    }

    /// Binds zeros for numbers that a later stage of the pipeline is going to bind (`MethodContext.rowData`).
    func bindAbsentData(_ plans: [Plan], _ cell: inout CellState) {
        for binding in plans.flatMap(\.bindings) where cell.buffers[binding.name] == nil {
            if case .data = binding.name { cell.buffers[binding.name] = FloatBuffer(count: binding.count) }
        }
    }

    /// Makes `partition` the rows that batches are gathered from.
    ///
    /// Weights are scaled to 1 on average, so that they change how much rows count but not the learning rate.
    func bind(_ partition: Partition, _ cell: inout CellState) {
        cell.buffers[.data("inputs")] = FloatBuffer(partition.inputs)
        cell.buffers[.data("targets")] = FloatBuffer(partition.targets)
        if needs.contains(.data("class shares")) {
            cell.buffers[.data("class shares")] = FloatBuffer(
                Self.shares(partition, width: cell.data.outputWidth))
        }
        guard !partition.weights.isEmpty else { return }
        let mean = StableSum.of(partition.weights.map(Double.init)) / Double(partition.rows)
        cell.buffers[.data("weights")] = FloatBuffer(
            partition.weights.map { mean > 0 ? Float(Double($0) / mean) : 1 })
    }

    /// Binds the validation rows that go with `rows` training rows after the first `first` of the fit: pass after
    /// pass through the part, each in an order of its own.
    func bindValidationRows(_ data: PreparedData, first: Int, rows: Int, _ cell: inout CellState) {
        guard needs.contains(.table("validation indices")) else { return }
        let count = data.validation.rows
        var (pass, order): (Int, [Int]) = (-1, [])
        cell.buffers[.table("validation indices")] = FloatBuffer(
            (first..<first + rows).map { place in
                if place / count != pass {
                    pass = place / count
                    order = key.permutation(step: pass, count: count).map { Int($0) }
                }
                return Float(order[place % count])
            })
    }

    /// The share of each column of the targets, by the rows' weights.
    static func shares(_ partition: Partition, width: Int) -> [Float] {
        var sums = [StableSum](repeating: StableSum(), count: width)
        for row in 0..<partition.rows {
            let weight = partition.weights.isEmpty ? 1 : Double(partition.weights[row])
            for column in 0..<width {
                sums[column].add(weight * Double(partition.targets[row * width + column]))
            }
        }
        let total = StableSum.of(sums.map(\.value))
        return sums.map { total > 0 ? Float($0.value / total) : 1 / Float(width) }
    }
}
