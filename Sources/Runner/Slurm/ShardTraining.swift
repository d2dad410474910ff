import Numerics
import Primitives
import Records
import Store

/// Trains cells of a task into its own store.
struct ShardTraining {
    let manifest: SlurmManifest
    let plan: SuitePlan
    let instructionSet: InstructionSet

    func run(
        _ positions: [Int], into store: Store, interruption: Interruption, observer: any RunObserver
    ) throws(BenchError) {
        let environment = EnvironmentProbe.environment(instructionSet: instructionSet)
        try store.record(
            experiment: plan.experiment, environment: environment, datasets: plan.datasets, cells: plan.cells,
            costs: plan.costs)
        let executor = CellExecutor(instructionSet: instructionSet, jobs: 1)
        let stored = try store.storedStatuses(of: plan.cells.identities)
        for position in positions where !interruption.isRequested {
            let cell = plan.cells[position]
            guard stored[cell.identity] == nil,
                let outcome = executor.execute(
                    CellRequest(cell, of: plan), shouldStop: { interruption.isImmediate })
            else { continue }
            try store.record(outcome: outcome, for: cell.identity, environment: environment)
            observer.handle(.ended(worker: 0, cell: position, outcome: outcome, isFinal: true))
        }
    }
}
