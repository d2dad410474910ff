import Datasets
import TensorCore

/// The compiled steps of a fit in the order in which an epoch runs them.
struct FitSteps {
    /// Neighbouring steps of one plan.
    struct Run {
        let batchSize: Int
        let count: Int
        let entry: PlanCache.Entry
        let execution: PlanExecution
    }

    private struct Variant: Hashable {
        let batchSize: Int
        let active: Set<String>
    }

    private let blueprint: CellBlueprint
    private let hasPeriods: Bool
    /// The batch size of every step of an epoch.
    private let sizes: [Int]
    private var compiled: [Variant: (entry: PlanCache.Entry, execution: PlanExecution)] = [:]
    /// The variants in the order of first use.
    private var order: [Variant] = []

    /// `full` batches of `batchSize` rows and one of `last` (0 for none) per epoch.
    init(_ cell: CellState, _ batchSize: Int, full: Int, last: Int, epochs: Int) {
        blueprint = cell.blueprint
        hasPeriods = cell.blueprint.everyone.contains { $0.method.period > 1 }
        sizes = [Int](repeating: batchSize, count: full) + (last > 0 ? [last] : [])
        // Without periods every epoch is like the first.
        for step in 0..<(hasPeriods ? sizes.count * epochs : sizes.count) {
            let variant = variant(step)
            guard compiled[variant] == nil else { continue }
            let entry = cell.blueprint.stepEntry(
                batchSize: variant.batchSize, cell.data, cell.environment.cache, active: variant.active,
                keepsGradient: cell.environment.stepObserver != nil
            ).entry
            compiled[variant] = (entry, PlanExecution(entry.plan, seed: cell.seed))
            order.append(variant)
        }
    }

    private func variant(_ step: Int) -> Variant {
        Variant(
            batchSize: sizes[step % sizes.count], active: hasPeriods ? blueprint.active(inStep: step) : [])
    }

    /// The runs of the epoch whose first step is step `first` of the fit.
    func runs(first: Int) -> [Run] {
        var runs: [(variant: Variant, count: Int)] = []
        for step in first..<first + sizes.count {
            let variant = variant(step)
            if runs.last?.variant == variant {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((variant, 1))
            }
        }
        return runs.map { run in
            let (entry, execution) = compiled[run.variant]!
            return Run(
                batchSize: run.variant.batchSize, count: run.count, entry: entry, execution: execution)
        }
    }

    /// Training rows that an epoch uses.
    var rowsPerEpoch: Int { sizes.reduce(0, +) }

    /// All states of all steps; those of several plans stand there several times.
    var states: [StepBuilder.State] { order.flatMap { compiled[$0]!.entry.states } }

    /// The compiled steps.
    var plans: [Plan] { order.map { compiled[$0]!.entry.plan } }

    /// The buffers that the plans are bound to.
    var needs: Set<BufferName> { Set(order.flatMap { compiled[$0]!.entry.plan.bindings.map(\.name) }) }
}
