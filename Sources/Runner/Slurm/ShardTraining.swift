import Foundation
import Numerics
import Primitives
import Records
import Store

/// Trains cells of a task into its own store.
struct ShardTraining {
    let manifest: SlurmManifest
    let plan: SuitePlan
    let instructionSet: InstructionSet

    /// Trains those of the cells at `positions` that the store does not have.
    func run(
        _ positions: [Int], into store: Store, interruption: Interruption, observer: any RunObserver
    ) throws(BenchError) {
        let options = manifest.dispatch.options(
            processors: manifest.settings.processorsPerTask, instructionSet: instructionSet,
            variables: ProcessInfo.processInfo.environment)
        let runner = SuiteRunner(
            plan, into: store, environment: EnvironmentProbe.environment(instructionSet: instructionSet),
            options: .init(
                dispatch: options, positions: positions,
                keepsPredictions: manifest.dispatch.keepsPredictions))
        _ = try runner.run(interruption: interruption, observers: [observer])
    }
}
