import Primitives
import Records

public struct TemporaryDispatcher: Dispatcher {
    public init() {}
    public func run(
        _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
        handle: (DispatchEvent) throws(BenchError) -> Void
    ) throws(BenchError) -> Int {
        let executor = CellExecutor(instructionSet: options.instructionSet, jobs: 1)
        for number in 0..<batch.count {
            if interruption.isRequested { return batch.count - number }
            let outcome = executor.execute(batch.request(number))!
            try handle(.ended(worker: 0, cell: number, outcome: outcome, isFinal: true))
        }
        return 0
    }
}
